// Enter sends, drafts survive, and a note never turns into a reply by itself.
import { hasFiles } from "./attach.js";
import { whenChanged } from "./page.js";

const key = (area) => `draft ${area.id} ${area.form.elements.thread.value}`;

export function watchComposers() {
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!area.matches?.(".composer-text") || event.key !== "Enter") return;
    if (event.shiftKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    if (area.value.trim() || hasFiles(area.form)) area.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.(".composer-text")) return;
    if (area.value) sessionStorage.setItem(key(area), area.value);
    else sessionStorage.removeItem(key(area));
  });

  document.addEventListener("htmx:config:request", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (!form) return;
    form.dataset.sent = form.elements.text.value;
    form.dataset.sentAs = form.elements.mode?.value ?? "";
  });

  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    const form = sourceElement.closest?.("[data-composer]");
    if (form && response.status < 400) clear(form);
  });

  whenChanged(() => {
    for (const area of document.querySelectorAll(".composer-text")) {
      const draft = sessionStorage.getItem(key(area));
      if (draft && !area.value) area.value = draft;
    }
  });
}

function clear(form) {
  const area = form.elements.text;
  // Whoever goes on while the answer is under way has begun the next message.
  if (area.value !== form.dataset.sent) return;
  sessionStorage.removeItem(key(area));
  area.value = "";
  // The deliberate choice to write to the customer holds for one message, and is theirs to make
  // for the next one.
  const note = form.querySelector('[name="mode"][value="note"]');
  if (note && form.dataset.sentAs === "reply") note.checked = true;
}
