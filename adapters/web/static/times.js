// Relative times move on; exact ones are told in the reader's own zone.
import { desk, whenChanged } from "./page.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = format({ day: "numeric", month: "short" });
const dated = format({ day: "numeric", month: "short", year: "numeric" });
const exact = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
const [MINUTE, HOUR, DAY, WEEK] = [60, 3600, 86400, 604800];

export function watchTimes() {
  if (zone && desk()?.dataset.zone !== zone) {
    document.cookie = `deskhand_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
  }
  whenChanged(tellTimes);
  setInterval(tellTimes, 15000);
}

function tellTimes() {
  const now = new Date();
  for (const element of document.querySelectorAll("time[data-moment]")) {
    const at = new Date(element.dateTime);
    const words = element.dataset.moment === "both" ? `${atClock(at, now)} · ${relative(at, now)}` : relative(at, now);
    if (element.textContent !== words) element.textContent = words;
    element.title = exact.format(at);
  }
}

function day(at, now) {
  return at.getFullYear() === now.getFullYear() ? date.format(at) : dated.format(at);
}

function atClock(at, now) {
  return date.format(at) === date.format(now) ? clock.format(at) : `${day(at, now)}, ${clock.format(at)}`;
}

// The same words as api/pages/times.py says, so that nothing changes when this starts.
function relative(at, now) {
  const seconds = (at - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return seconds <= 0 ? "just now" : "in under 1 min";
  if (size >= WEEK) return day(at, now);
  let words = `${Math.max(1, Math.round(size / DAY))} d`;
  if (size < HOUR - 30) words = `${Math.max(1, Math.round(size / MINUTE))} min`;
  else if (size < DAY - HOUR / 2) words = `${Math.max(1, Math.round(size / HOUR))} h`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
