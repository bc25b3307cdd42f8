// Earlier messages of a thread come in above those that are shown, and the reader stays in place.
import { announce } from "./page.js";

const replies = () => [...document.querySelectorAll("#thread-posts > .post[data-reply]")];
let known = null;

export function watchEarlier() {
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.sourceElement?.id === "show-earlier") known = replies().length;
  });

  document.addEventListener("htmx:after:swap", () => {
    if (known === null) return;
    const all = replies();
    const added = all.length - known;
    known = null;
    if (added < 1) return;
    announce(`${added} earlier messages`);
    // Focus goes on to what stands where the button was pressed: the newest of the earlier ones.
    all[added - 1].focus({ preventScroll: true });
  });
}
