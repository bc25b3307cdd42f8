// Guards around htmx: nothing typed is lost, and the page is never replaced by less than itself.
import { desk, hideToast, showToast } from "./page.js";

const FAILED = "That did not go through. Nothing was lost; try again.";

export function watchRequests() {
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const main = tasks?.find((task) => task.type === "main");
    if (!main || !ctx.select || main.fragment.querySelector(ctx.select) || !ctx.response) return;
    event.preventDefault();
    if (ctx.response.status >= 500) return showToast(FAILED);
    // Not a page of the chat: the session has ended. Go where the answer came from.
    window.location.assign(ctx.response.raw.redirected ? ctx.response.raw.url : "/chat");
  });

  document.addEventListener("htmx:before:history:update", (event) => {
    const { path } = event.detail.history;
    const here = window.location.pathname + window.location.search;
    const shown = desk()?.dataset.url;
    if (path === here || (shown && shown === here && path.endsWith("/press"))) event.preventDefault();
  });

  document.addEventListener("htmx:error", () => showToast(FAILED));
  document.addEventListener("htmx:after:swap", hideToast);

  let { thread, url } = desk()?.dataset ?? {};
  document.addEventListener("htmx:after:swap", () => {
    const now = desk().dataset;
    if (now.thread && now.thread !== thread && !document.querySelector("dialog[open]")) enterThread();
    if (now.url !== url) document.getElementById("reading-title")?.focus({ preventScroll: true });
    ({ thread, url } = now);
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) refreshView();
  });
}

// Whoever opened a thread goes on in it; without a keyboard at hand nothing should pop up.
function enterThread() {
  const roomy = window.matchMedia("(hover: hover) and (min-width: 720px)").matches;
  document.querySelector(roomy ? ".thread .composer-text" : "#thread-title")?.focus({ preventScroll: true });
}

// Fetches the present view anew, under a dialog or menu that may be open.
export function refreshView() {
  return window.htmx.ajax("GET", window.location.pathname + window.location.search, {
    source: desk(),
    target: "#main",
    select: "#main",
    selectOOB: "#rail:outerMorph",
    swap: "outerMorph show:none",
  });
}
