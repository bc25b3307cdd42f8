// Forms come as open dialogs in the page; here they become modal, and focus finds its way back.
import { desk, whenChanged } from "./page.js";

let opener = null;

export function watchDialogs() {
  document.addEventListener("submit", (event) => {
    const from = event.submitter;
    if (event.target.matches('[action="/chat/press"]')) {
      opener = { post: event.target.closest("[data-post]")?.id, says: from?.value };
    }
    from?.closest("[popover]")?.hidePopover();
  }, { capture: true });

  document.addEventListener("click", (event) => {
    const away = event.target.closest?.("[data-dismiss]");
    if (!away || !away.closest("dialog:modal")) return;
    event.preventDefault();
    event.stopPropagation();
    away.closest("dialog").close();
  }, { capture: true });

  whenChanged(showModals);
}

function showModals(event) {
  const dialog = document.querySelector("dialog[data-modal]");
  if (!dialog) return restoreFocus();
  // What comes in elsewhere on the page must not take the focus of who is filling it in.
  const isOpen = dialog.matches(":modal");
  if (isOpen && !event?.detail.ctx.target?.contains?.(dialog)) return;
  if (!isOpen) {
    dialog.removeAttribute("open");
    dialog.addEventListener("close", () => leave(dialog), { once: true });
    dialog.showModal();
  }
  const first = dialog.querySelector('[aria-invalid="true"]') ??
    dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)");
  first?.focus();
}

function leave(dialog) {
  if (!dialog.isConnected) return;
  dialog.remove();
  const { url } = desk().dataset;
  if (window.location.pathname + window.location.search !== url) history.replaceState(history.state, "", url);
  restoreFocus();
}

function restoreFocus() {
  if (!opener) return;
  const post = opener.post && document.getElementById(opener.post);
  const button = post && [...post.querySelectorAll('button[name="says"]')]
    .find((one) => one.value === opener.says && !one.closest("[popover]"));
  if (document.activeElement === document.body) (button ?? post)?.focus({ preventScroll: true });
  opener = null;
}
