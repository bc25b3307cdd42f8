// Colleagues see who else is at a ticket: each open thread says so while it is looked at.
import { whenChanged } from "./page.js";

const EVERY = 8000;
let timer;
let asking = false;
let again = false;

export function watchPresence() {
  whenChanged(renew);
  document.addEventListener("visibilitychange", renew);
  document.addEventListener("input", (event) => {
    // The first letter of a reply is news; what follows is not.
    if (event.target.matches?.(".thread .composer-text") && event.target.value.length === 1) renew();
  });
}

export function hearPresence({ ticket }) {
  if (ticket === line()?.dataset.ticket) renew();
}

const line = () => document.getElementById("presence");

function renew() {
  clearTimeout(timer);
  if (document.hidden || !line()) return;
  timer = setTimeout(renew, EVERY);
  if (asking) again = true;
  else ask();
}

async function ask() {
  const place = line();
  const form = place.parentElement.querySelector("[data-composer]");
  const { csrf, text } = form.elements;
  const replies = isReply(form) && text.value.trim();
  const dialog = document.querySelector('dialog form input[name="says"][value^="reply "]');
  const act = replies || dialog ? "replying" : "viewing";
  const body = new URLSearchParams({ csrf: csrf.value, ticket: place.dataset.ticket, act });
  asking = true;
  try {
    const answer = await fetch("/chat/here", { method: "POST", body });
    if (answer.ok && line() === place) show(place, (await answer.json()).line);
  } catch {
    // The stream says when the connection is lost.
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    renew();
  }
}

const isReply = (form) => form.querySelector('[name="mode"]:checked')?.value === "reply";

function show(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
