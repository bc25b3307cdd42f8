// Suggestions while a command is typed: a listbox steered from the text field.
import { announce } from "./page.js";

let list = null;
let chosen = -1;
let asked = 0;

export function watchCompletions() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-completes] .composer-text")) suggest(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("[data-completes] .composer-text")) steer(event);
  }, { capture: true });
  document.addEventListener("focusout", () => setTimeout(closeUnlessInside, 0));
}

function closeUnlessInside() {
  if (list && !list.closest(".composer")?.contains(document.activeElement)) close();
}

async function suggest(area) {
  const turn = ++asked;
  const text = area.value;
  if (!/^[/@][^\n]*$/.test(text)) return close();
  const { channel, thread } = area.form.elements;
  const query = new URLSearchParams({ text, channel: channel.value, thread: thread.value });
  const response = await fetch(`/chat/complete?${query}`);
  if (turn !== asked || !response.ok) return;
  const found = await response.json();
  if (turn !== asked) return;
  if (found.length) open(area, found);
  else close();
}

function open(area, found) {
  close();
  list = document.createElement("ul");
  list.className = "completions";
  list.id = `list-${area.id}`;
  list.role = "listbox";
  list.ariaLabel = "Commands";
  list.append(...found.map((one, index) => option(area, one, index)));
  area.form.append(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  announce(`${found.length} ${found.length === 1 ? "suggestion" : "suggestions"}, arrow down to choose`);
}

function option(area, { insert, label, hint }, index) {
  const item = document.createElement("li");
  item.className = "completion";
  item.id = `option-${index}-${area.id}`;
  item.role = "option";
  item.ariaSelected = "false";
  item.dataset.insert = insert;
  const words = document.createElement("span");
  words.className = "completion-words";
  words.textContent = label;
  const meaning = document.createElement("span");
  meaning.className = "completion-hint";
  meaning.textContent = hint;
  item.append(words, meaning);
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    accept(area, item);
  });
  return item;
}

function steer(event) {
  // Whoever sends or waves away does not want suggestions that are still on their way.
  if (event.key === "Enter" || event.key === "Escape") asked += 1;
  if (!list || event.isComposing) return;
  const items = [...list.children];
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    choose(event.target, items, (chosen + moves[event.key] + items.length) % items.length);
  } else if (event.key === "Tab" && !event.shiftKey) {
    accept(event.target, items[Math.max(chosen, 0)]);
  } else if (event.key === "Enter" && chosen >= 0) {
    accept(event.target, items[chosen]);
  } else if (event.key === "Escape") {
    close();
    event.stopPropagation();
  } else {
    if (event.key === "Enter" && !event.shiftKey) close();
    return;
  }
  event.preventDefault();
}

function choose(area, items, index) {
  chosen = index;
  items.forEach((item, at) => (item.ariaSelected = String(at === index)));
  items[index].scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", items[index].id);
}

function accept(area, item) {
  area.value = item.dataset.insert;
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  const area = list?.closest(".composer")?.querySelector(".composer-text");
  list?.remove();
  list = null;
  chosen = -1;
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) {
    area?.removeAttribute(name);
  }
}
