"use strict";
// Pages work without this. With it they follow what devices send, keep focus and place while they do, show the
// server's moments in the reader's own time, and can be walked through with the keyboard.
(() => {
  const live = () => document.getElementById("live");
  const state = document.getElementById("live-state");

  // --- moments: the server's clock in the reader's time zone, written like all others ---
  const two = (number) => String(number).padStart(2, "0");
  const offsetOf = (at) => {
    const offset = -at.getTimezoneOffset();
    const away = Math.abs(offset);
    return `${offset < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  };
  const localise = (root) => {
    for (const time of root.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.valueOf())) continue;
      const zone = document.createElement("span");
      zone.className = "offset";
      zone.textContent = offsetOf(at);
      const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
      time.replaceChildren(`${day} ${two(at.getHours())}:${two(at.getMinutes())}`, zone);
      time.removeAttribute("data-local");
      time.classList.add("ours");
    }
    // What others saw in the same offset is the reader's own time as well.
    for (const time of root.querySelectorAll("time:not(.ours)")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.valueOf()) && time.querySelector(".offset")?.textContent === offsetOf(at)) {
        time.classList.add("ours");
      }
    }
  };

  // --- live: fetch the part that changes, and put it in place without moving the reader ---
  let shown = null;
  let fetching = false;
  let again = false;

  const say = (words) => {
    if (!state) return;
    state.hidden = false;
    state.textContent = words;
  };

  const replace = (fresh) => {
    const old = live();
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    const [x, y] = [window.scrollX, window.scrollY];
    old.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    window.scrollTo({ left: x, top: y, behavior: "instant" });
  };

  const refresh = async () => {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      const answer = await fetch(live().dataset.live, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh && fresh.innerHTML !== shown) {
        shown = fresh.innerHTML;
        localise(fresh);
        replace(fresh);
      }
      say(`${state.dataset.updatedWords} ${new Date().toTimeString().slice(0, 8)}`);
    } catch {
      say(state.dataset.lostWords);
    } finally {
      fetching = false;
    }
    if (again) {
      again = false;
      // A day's work may arrive at once; the reader sees each second's.
      setTimeout(refresh, 1000);
    }
  };

  const follow = () => {
    const part = live();
    if (!part || !part.dataset.live) return;
    shown = part.innerHTML;
    const events = new EventSource(`/events?since=${part.dataset.head}`);
    events.onopen = () => say(state.dataset.liveWords);
    events.onmessage = refresh;
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) say(state.dataset.lostWords);
    };
  };

  // --- keyboard: "/" searches, up and down walk through the records ---
  const walk = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.getElementById("q");
    if (event.key === "/" && !typing && search) {
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const records = [...document.querySelectorAll("a.record")];
    const here = records.indexOf(document.activeElement);
    const fromSearch = document.activeElement === search && event.key === "ArrowDown";
    if (here < 0 && !fromSearch) return;
    const next = records[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  follow();
  localise(document);
  document.addEventListener("keydown", walk);
})();
