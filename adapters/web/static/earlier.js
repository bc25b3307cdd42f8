// Earlier messages of a thread come in above those that are shown, and the reader stays in place.
import { announce } from "./page.js";

export function watchEarlier() {
  document.addEventListener("htmx:before:swap", (event) => {
    const link = event.detail.ctx.sourceElement;
    if (link?.id === "show-earlier") link.dataset.above = link.closest("li").nextElementSibling?.id ?? "";
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const link = event.detail.ctx.sourceElement;
    if (link?.id !== "show-earlier") return;
    const known = document.getElementById(link.dataset.above);
    const added = [...document.querySelectorAll("#thread-posts > .post[data-reply]")];
    const count = known ? added.indexOf(known) : added.length;
    announce(`${count} earlier messages`);
    // Focus goes on to what stands where the button was pressed: the newest of the earlier ones.
    added[count - 1]?.focus({ preventScroll: true });
  });
}
