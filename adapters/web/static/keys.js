// Single-key shortcuts, which anybody may switch off.
import { isTyping, whenChanged } from "./page.js";

const SETTING = "deskhand single keys";
const isOn = () => localStorage.getItem(SETTING) !== "off";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping() || !isOn() || document.querySelector("dialog[open], [popover]:popover-open")) return;
    const act = acts[event.key];
    if (act && act() !== false) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-open]")) openHelp();
  });
  whenChanged(() => {
    for (const button of document.querySelectorAll("[data-keys-open]")) button.hidden = false;
  });
}

const pane = () => document.activeElement?.closest(".pane") ??
  document.querySelector(".thread") ?? document.querySelector(".stream");

function step(by) {
  const posts = [...(pane()?.querySelectorAll(".post") ?? [])];
  const here = posts.indexOf(document.activeElement?.closest(".post"));
  const next = here < 0 ? posts.at(-1) : posts[Math.min(Math.max(here + by, 0), posts.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return !!next;
}

function write(start = "") {
  const area = document.querySelector(".thread .composer-text") ?? document.querySelector(".composer-text");
  if (!area) return false;
  area.focus();
  if (start && !area.value) {
    area.value = start;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}

function follow(selector, root = document) {
  const link = root?.querySelector(selector);
  link?.click();
  return !!link;
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  o: () => follow(".thread-link", document.activeElement?.closest(".post")),
  r: () => write(),
  "/": () => write("/"),
  "?": openHelp,
  Escape: () => follow(".thread-close"),
};

function openHelp() {
  const dialog = document.getElementById("keys-template").content.cloneNode(true).firstElementChild;
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
