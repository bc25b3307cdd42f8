// The form works by itself; this shows how far it is, and lets go of it on request.
const form = document.querySelector("[data-upload]");
const live = () => document.querySelector("[data-live]");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const [file] = form.elements.file.files;
  if (!file) return;
  if (file.size > Number(form.dataset.largest)) {
    return tell(`${file.name} was not taken: it is larger than ${form.dataset.largestWords}, the most that one file may have.`);
  }
  send(new FormData(form));
});

function send(data) {
  const request = new XMLHttpRequest();
  const cancel = form.querySelector("[data-cancel]");
  const progress = form.querySelector(".upload-progress");
  tell("");
  busy(true);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.round((event.loaded / event.total) * 100);
    progress.querySelector("progress").value = percent;
    progress.querySelector("[data-percent]").textContent = `${percent} %`;
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) return failed();
    document.title = page.title;
    if (page.querySelector("[data-upload]")) {
      busy(false);
      tell(page.getElementById("problem")?.textContent.trim() ?? "That did not go through. Try again.");
    } else {
      document.getElementById("main").replaceWith(fresh);
      fresh.focus();
    }
  });
  const failed = () => {
    busy(false);
    tell("That did not go through. The link still works; try again.");
  };
  request.addEventListener("error", failed);
  request.addEventListener("abort", () => {
    busy(false);
    live().textContent = "Cancelled.";
  });
  cancel.onclick = () => request.abort();
  request.open("POST", window.location.href);
  request.send(data);

  function busy(on) {
    progress.hidden = cancel.hidden = !on;
    form.querySelector('[type="submit"]').disabled = on;
    if (on) live().textContent = "Sending the file.";
  }
}

function tell(words) {
  const problem = form.querySelector("[data-problem]");
  problem.textContent = words;
  problem.hidden = !words;
}
