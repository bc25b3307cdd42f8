// What several modules need of the page.
export const desk = () => document.getElementById("desk");

// Somebody is in the middle of something that a key or a push must not disturb.
export const isTyping = (element = document.activeElement) =>
  !!element?.closest?.("input, textarea, select, [contenteditable]");

let waiting = [];
let timer;

// Says things to screen readers in one polite voice, a few at a time.
export function announce(words) {
  waiting.push(words);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const said = waiting.length > 3 ? [`${waiting.length} new messages`] : waiting;
    document.getElementById("live").textContent = said.join(". ");
    waiting = [];
  }, 400);
}

export function showToast(words) {
  const toast = document.getElementById("connection");
  toast.querySelector("span").textContent = words;
  toast.hidden = false;
}

export function hideToast() {
  document.getElementById("connection").hidden = true;
}

// Called now and after every change of the page's content.
export function whenChanged(work) {
  work();
  document.addEventListener("htmx:after:swap", work);
}
