// Choices found while one types into a field: a combobox as ARIA 1.2 describes it.
// Without this the field takes plain words, or is a plain list.
import { announce, whenChanged } from "./page.js";

const PAUSE = 150;
let open = null;
let turn = 0;
let timer;

export function watchFinders() {
  whenChanged(() => {
    if (open && !open.box.isConnected) open = null;
    document.querySelectorAll("[data-find]").forEach(begin);
  });
  on("input", (box) => {
    valueOf(box).value = box.value;
    look(box, PAUSE);
  });
  on("click", (box) => look(box, 0));
  on("keydown", steer);
  on("focusout", close);
}

function on(name, work) {
  document.addEventListener(name, (event) => {
    if (event.target.matches?.("[data-finder]")) work(event.target, event);
  }, { capture: true });
}

const valueOf = (box) => box.parentElement.querySelector(`input[type="hidden"][name="${CSS.escape(box.dataset.finder)}"]`);
const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));

// What people read stands in the box; what the desk reads stands in a hidden field beside it.
function begin(field) {
  const { find, fewest, many, label } = field.dataset;
  const said = field.matches("select") ? field.value : field.getAttribute("value");
  const shown = field.matches("select") ? (said && field.selectedOptions[0].label) : label;
  const box = document.createElement("input");
  for (const name of ["id", "required", "maxlength", "aria-describedby", "aria-invalid"]) {
    if (field.hasAttribute(name)) box.setAttribute(name, field.getAttribute(name));
  }
  Object.assign(box, { type: "text", className: field.className, autocomplete: "off", dir: "auto", value: shown || said });
  Object.assign(box.dataset, { finder: field.name, source: find, fewest, ...(many && { many }) });
  const value = Object.assign(document.createElement("input"), { type: "hidden", name: field.name, value: said });
  const list = Object.assign(document.createElement("ul"), { className: "finder", id: `found-${field.id}`, role: "listbox", hidden: true });
  list.ariaLabel = field.labels[0]?.firstChild.textContent.trim() ?? "Choices";
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("[data-says]");
    if (item) accept(box, item);
  });
  for (const [name, set] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    box.setAttribute(name, set);
  }
  const hadFocus = field === document.activeElement;
  field.replaceWith(box, value, list);
  if (hadFocus) box.focus();
}

// Of several words, separated by commas, the one that is being typed.
const typed = (box) => (box.dataset.many ? box.value.split(",").at(-1) : box.value).trim();

function look(box, pause) {
  clearTimeout(timer);
  const mine = ++turn;
  const text = typed(box);
  if (text.length < Number(box.dataset.fewest)) return close();
  timer = setTimeout(() => ask(box, text, mine), pause);
}

async function ask(box, text, mine) {
  const { channel, thread, stamp } = box.form.elements;
  const query = new URLSearchParams({
    source: box.dataset.source, text, channel: channel.value, thread: thread.value, stamp: stamp.value,
  });
  const response = await fetch(`/chat/find?${query}`).catch(() => null);
  const found = response?.ok && !response.redirected ? await response.text() : null;
  if (mine !== turn || document.activeElement !== box) return;
  if (found === null) return close();
  show(box, found);
}

function show(box, found) {
  const list = listOf(box);
  const template = document.createElement("template");
  template.innerHTML = found;
  list.replaceChildren(...template.content.children);
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  box.removeAttribute("aria-activedescendant");
  open = { box, list, chosen: -1 };
  const count = choices().length;
  announce(count ? `${count} ${count === 1 ? "choice" : "choices"}, arrow down to choose` : "Nothing found");
}

const choices = () => [...open.list.querySelectorAll("[data-says]")];

function steer(box, event) {
  if (event.isComposing) return;
  const isOpen = open?.box === box;
  const items = isOpen ? choices() : [];
  if (event.key === "ArrowDown" && !isOpen) {
    look(box, 0);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!items.length) return;
    const from = open.chosen < 0 && event.key === "ArrowUp" ? 0 : open.chosen;
    choose(items, (from + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
  } else if (event.key === "Enter" && isOpen && open.chosen >= 0) {
    accept(box, items[open.chosen]);
  } else if (event.key === "Escape" && isOpen) {
    close();
    event.stopPropagation();
  } else {
    // Whoever sends or leaves does not want choices that are still on their way.
    if (event.key === "Enter" || event.key === "Tab") close();
    return;
  }
  event.preventDefault();
}

function choose(items, index) {
  open.chosen = index;
  items.forEach((item, at) => (item.ariaSelected = String(at === index)));
  items[index].scrollIntoView({ block: "nearest" });
  open.box.setAttribute("aria-activedescendant", items[index].id);
}

function accept(box, item) {
  const { says } = item.dataset;
  if (box.dataset.many) {
    const before = box.value.split(",").slice(0, -1).map((word) => word.trim()).filter(Boolean);
    box.value = [...before, says, ""].join(", ");
    valueOf(box).value = [...before, says].join(",");
  } else {
    box.value = item.textContent;
    valueOf(box).value = says;
  }
  close();
}

function close() {
  turn += 1;
  clearTimeout(timer);
  if (!open) return;
  open.list.hidden = true;
  open.list.replaceChildren();
  open.box.setAttribute("aria-expanded", "false");
  open.box.removeAttribute("aria-activedescendant");
  open = null;
}
