// Single keys for officers. Everything they do can be done by link, button or Tab; they can be switched off.
const OFF = "shirehall-keys-off";
const help = document.querySelector("[data-keys]");
const toggle = document.querySelector("[data-keys-switch]");

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

if (toggle) {
  const tick = toggle.querySelector("input");
  toggle.hidden = false;
  tick.checked = !isOff();
  tick.addEventListener("change", () => {
    try { localStorage.setItem(OFF, tick.checked ? "0" : "1"); } catch { /* a browser that keeps nothing keeps the keys on */ }
  });
}

const items = () => [...document.querySelectorAll("[data-list] [data-item]")];
const current = () => document.activeElement?.closest("[data-item]");

function move(by) {
  const all = items();
  const at = all.indexOf(current());
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.querySelector("a")?.focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current()?.querySelector("a")?.click(),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => {
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff()) return;
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (typing || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});
