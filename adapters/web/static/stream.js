// One connection per page brings ids; the page then fetches what it may see itself.
import { announce, desk, hideToast, showToast } from "./page.js";
import { hearPresence } from "./presence.js";
import { refreshView } from "./requests.js";

const HIDDEN_FOR = 60000;
let source = null;
let lost = false;
let wait = 500;
let retry;
let leaving;

export function watchStream() {
  connect();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(disconnect, HIDDEN_FOR);
    else if (!source) connect();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".to-latest");
    if (button) button.parentElement.querySelector(".scroll").scrollTo({ top: 0 });
  });
  document.addEventListener("scroll", (event) => {
    if (event.target.matches?.(".scroll") && isAtEnd(event.target)) latest(event.target)?.remove();
  }, { capture: true, passive: true });
}

function connect() {
  source = new EventSource(`/chat/stream?${new URLSearchParams({ since: desk().dataset.now })}`);
  source.addEventListener("open", () => {
    wait = 500;
    hideToast();
    if (lost) refreshView();
    lost = false;
  });
  source.addEventListener("post", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("presence", (event) => hearPresence(JSON.parse(event.data)));
  source.addEventListener("refresh", () => refreshView());
  source.addEventListener("error", () => {
    if (!lost) retry = setTimeout(() => lost && showToast("Connection lost. Trying again; nothing you type is lost."), 3000);
    lost = true;
    if (source?.readyState === EventSource.CLOSED) again();
  });
}

function again() {
  disconnect();
  setTimeout(() => source || document.hidden || connect(), wait * (0.7 + 0.6 * Math.random()));
  wait = Math.min(wait * 2, 30000);
}

function disconnect() {
  clearTimeout(retry);
  source?.close();
  source = null;
  lost = true;
}

// A page that was read before something happened must not hide it by arriving after.
let recent = [];

function hear(news) {
  const at = performance.now();
  recent = [...recent.filter((one) => at - one.at < 60000), { at, news }];
  queue(news);
}

document.addEventListener("htmx:before:request", (event) => {
  event.detail.ctx.askedAt = performance.now();
});

document.addEventListener("htmx:after:swap", (event) => {
  const { askedAt } = event.detail.ctx;
  for (const { at, news } of recent) if (at >= askedAt) queue(news);
});

const pending = new Map();
let working = false;

function queue({ channel, post, thread }) {
  const { dataset } = desk();
  if (channel !== dataset.channel) return markUnread(channel);
  const root = thread ?? post;
  if (dataset.latest) pending.set(`stream-${root}`, root);
  // Of a thread that is shown further back, nothing but what is shown there is painted anew.
  const key = `thread-${post}`;
  if (dataset.thread === root && (dataset.threadLatest || document.getElementById(key))) pending.set(key, post);
  if (!working) drain();
}

async function drain() {
  working = true;
  while (pending.size) {
    const [[key, post]] = pending;
    pending.delete(key);
    try {
      await show(key, post);
    } catch {
      lost = true;
    }
  }
  working = false;
}

async function show(key, post) {
  const [place] = key.split("-");
  const { url } = desk().dataset;
  const response = await fetch(`/chat/posts/${post}?${new URLSearchParams({ place, view: url })}`);
  const text = await response.text();
  // Only now: while we waited, the whole view may have come with this post in it.
  const list = document.getElementById(`${place}-posts`);
  const old = document.getElementById(key);
  if (response.status === 404) return old?.remove();
  if (!list || !response.ok || desk().dataset.url !== url || old?.querySelector(".editor")) return;
  const shown = [...list.querySelectorAll(place === "thread" ? ".post[data-reply]" : ".post")];
  const next = old ? null : firstAfter(text, shown);
  // What changed further back than is shown is no news: it comes with the earlier messages.
  if (next && next === shown[0] && document.getElementById(`${place}-earlier`)) return;
  const scroll = list.closest(".scroll");
  const wasAtEnd = isAtEnd(scroll);
  await window.htmx.swap({
    text,
    target: old ?? next ?? list,
    swap: old ? "outerMorph" : next ? "beforebegin" : "beforeend",
    sourceElement: list,
  });
  if (!old) tell(document.getElementById(key), scroll, wasAtEnd);
}

function firstAfter(text, shown) {
  const { order } = new DOMParser().parseFromString(text, "text/html").querySelector(".post").dataset;
  return shown.find((one) => one.dataset.order > order);
}

function tell(added, scroll, wasAtEnd) {
  const who = added?.querySelector(".post-author bdi")?.textContent ?? added?.querySelector(".card-title")?.textContent;
  if (who) announce(`New message: ${who}`);
  if (!wasAtEnd && !latest(scroll)) {
    const button = document.createElement("button");
    button.className = "button to-latest";
    button.type = "button";
    button.textContent = "New messages below";
    scroll.after(button);
  }
}

// The list hangs from its end: zero is the newest post, further up is negative.
const isAtEnd = (scroll) => scroll.scrollTop > -24;
const latest = (scroll) => scroll.parentElement.querySelector(".to-latest");

function markUnread(channel) {
  const link = document.querySelector(`[data-channel="${CSS.escape(channel)}"].channel`);
  if (!link || link.classList.contains("channel-unread")) return;
  link.classList.add("channel-unread");
  announce(`New message in ${link.textContent.trim().replace(/\s+unread$/, "")}`);
}
