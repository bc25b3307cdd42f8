// Files for a message: picked, dropped or pasted; sent ahead at once, named when the message goes.
import { announce, whenChanged } from "./page.js";

const chosen = new Map();
const key = (form) => `${form.id} ${form.elements.thread.value}`;
const filesOf = (form) => chosen.get(key(form)) ?? [];
const isUnderWay = (one) => one.state === "sending";

export const hasFiles = (form) => filesOf(form).some((one) => one.state === "done");

export function watchFiles() {
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-attach]")?.form.querySelector("[data-attach-input]").click();
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("[data-attach-input]")) return;
    add(input.form, input.files);
    input.value = "";
  });
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("[data-composer]");
    const files = event.clipboardData?.files;
    if (!form || !files?.length) return;
    event.preventDefault();
    add(form, files);
  });
  watchDrops();
  watchSending();
  whenChanged(() => document.querySelectorAll("[data-composer]").forEach(show));
}

function watchDrops() {
  const bringsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const leave = () => document.querySelectorAll(".pane-dropping").forEach((one) => one.classList.remove("pane-dropping"));
  document.addEventListener("dragover", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const pane = event.target.closest?.(".pane");
    if (pane?.classList.contains("pane-dropping")) return;
    leave();
    if (pane?.querySelector("[data-composer]")) pane.classList.add("pane-dropping");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || leave());
  document.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    leave();
    const form = event.target.closest?.(".pane")?.querySelector("[data-composer]");
    if (form) add(form, event.dataTransfer.files);
  });
}

function watchSending() {
  // What is still on its way holds the message for a moment; then it goes by itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches?.("[data-composer]") || !filesOf(form).some(isUnderWay)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.waiting = "yes";
    announce("The message goes as soon as its files are there.");
  }, { capture: true });
  document.addEventListener("htmx:config:request", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (form) form.dataset.files = filesOf(form).filter((one) => one.state === "done").map((one) => one.id).join(" ");
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    const form = sourceElement.closest?.("[data-composer]");
    if (!form || response.status >= 400) return;
    const sent = new Set((form.dataset.files ?? "").split(" "));
    chosen.set(key(form), filesOf(form).filter((one) => !sent.has(one.id)));
    show(form);
  });
}

function add(form, files) {
  for (const file of files) {
    const one = { file, name: file.name || "picture.png", state: "sending", percent: 0 };
    chosen.set(key(form), [...filesOf(form), one]);
    const { largest, largestWords } = form.dataset;
    if (file.size > Number(largest)) fail(form, one, `${one.name} was not taken: it is larger than ${largestWords}, the most that one file may have.`);
    else send(form, one);
  }
  form.querySelector(".composer-text").focus({ preventScroll: true });
}

function send(form, one) {
  const request = new XMLHttpRequest();
  Object.assign(one, { request, state: "sending", percent: 0, problem: "", again: false });
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    one.percent = Math.round((event.loaded / event.total) * 100);
    const bar = one.item?.querySelector("progress");
    if (bar) bar.value = one.percent;
  });
  request.addEventListener("load", () => arrived(current(form), one, request));
  request.addEventListener("error", () => fail(current(form), one, `${one.name} did not go through. Your text is kept.`, true));
  request.responseType = "json";
  request.open("POST", "/chat/files");
  request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
  request.setRequestHeader("X-File-Name", encodeURIComponent(one.name));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(one.file);
  show(form);
}

// The page may have been drawn anew meanwhile: the composer of that name counts.
const current = (form) => (form.isConnected ? form : document.getElementById(form.id) ?? form);

function arrived(form, one, request) {
  const said = request.response ?? {};
  if (request.status !== 201) return fail(form, one, said.problem ?? `${one.name} did not go through. Your text is kept.`, said.again ?? true);
  Object.assign(one, { state: "done", id: said.id, name: said.name, size: said.size, file: null });
  announce(`${one.name} is ready to send.`);
  settle(form);
}

function fail(form, one, problem, again = false) {
  Object.assign(one, { state: "failed", problem, again });
  announce(problem);
  settle(form);
}

function settle(form) {
  show(form);
  if (!form.dataset.waiting || filesOf(form).some(isUnderWay)) return;
  delete form.dataset.waiting;
  if (filesOf(form).every((one) => one.state === "done")) form.requestSubmit();
}

function remove(form, one) {
  one.request?.abort();
  if (one.id) fetch(`/chat/files/${one.id}/delete`, { method: "POST", headers: { "X-CSRF-Token": form.elements.csrf.value } });
  chosen.set(key(form), filesOf(form).filter((other) => other !== one));
  announce(`${one.name} was taken off.`);
  settle(form);
  form.querySelector("[data-attach]").focus();
}

function show(form) {
  const list = form.querySelector("[data-attaching]");
  if (!list) return;
  form.querySelector("[data-attach]").hidden = false;
  // Words are needed only where there is nothing else to send.
  form.elements.text.required = !hasFiles(form);
  list.replaceChildren(...filesOf(form).map((one) => draw(form, one)));
}

function draw(form, one) {
  const item = document.getElementById("attached-template").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(`[data-${name}]`);
  one.item = item;
  item.dataset.state = one.state;
  // What went wrong names the file itself.
  part("name").textContent = one.problem ? "" : one.name;
  part("size").textContent = one.state === "done" ? one.size : "";
  part("progress").hidden = one.state !== "sending";
  part("progress").value = one.percent;
  part("progress").ariaLabel = `${one.name}, sent so far`;
  part("problem").textContent = one.problem ?? "";
  part("problem").hidden = !one.problem;
  part("again").hidden = !one.again;
  part("again").addEventListener("click", () => send(form, one));
  part("off").querySelector(".unseen").textContent = `${one.state === "sending" ? "Cancel" : "Take off"} ${one.name}`;
  part("off").addEventListener("click", () => remove(form, one));
  if (one.state === "done") {
    const id = Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: one.id });
    item.append(id);
  }
  return item;
}
