// The keys of a call script. Everything they do can be done by Tab, space and Enter; officers can switch them off in
// the footer, as all single keys of the desk.
const OFF = "shirehall-keys-off";
const card = document.querySelector("[data-card]");
const printer = document.querySelector("[data-print]");

if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

if (card) begin(card);

function begin(card) {
  const form = card.querySelector("form");
  const options = [...card.querySelectorAll("input[type=radio], input[type=checkbox]:not(.sh-tick)")];
  const hint = card.querySelector("[data-hint]");
  const list = document.querySelector("[data-key-list]");
  if (list && !isOff()) list.hidden = false;
  if (card.dataset.card !== "yes_no") number(options);
  const wrong = document.querySelector(".govuk-error-summary");
  const first = card.querySelector("input:not([type=hidden], [type=checkbox].sh-tick, [type=file]), textarea, select");
  const chosen = options.find((each) => each.checked);
  if (!wrong || first?.value) (chosen ?? first ?? card.querySelector("#go-on"))?.focus();
  if (first?.matches("[type=text], [type=tel], [type=email]")) first.select();

  const choose = (option) => {
    if (!option) return false;
    option.checked = option.type === "radio" ? true : !option.checked;
    option.focus();
    option.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  const press = (selector) => {
    const found = card.querySelector(selector);
    found?.click();
    return Boolean(found);
  };
  const back = () => press("[data-go-back]");
  const keys = {
    y: () => card.dataset.card === "yes_no" && choose(options[0]),
    n: () => card.dataset.card === "yes_no" && choose(options[1]),
    b: back,
    d: () => press("#decline") || choose(options.find((each) => each.value === "i-do-not-know")),
    "?": () => {
      if (!hint) return false;
      hint.open = !hint.open;
      return true;
    },
  };

  // Before the keys of the desk, for here a question mark is about the question.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && !isOff()) return took(event, press("#go-on"));
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || isOff()) return;
    if (event.key === "Escape") return took(event, back());
    if (event.key === "Enter") return took(event, enter(event, form, options));
    if (takesText(event.target)) return;
    const place = "123456789".indexOf(event.key);
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (place >= 0 && options.length && !isFigures(event.target)) return took(event, choose(options[place]));
    if (Object.hasOwn(keys, key)) took(event, keys[key]());
  }, true);
}

function took(event, done) {
  if (!done) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Enter goes on from wherever nothing else is meant by it: a link, a button and a box of several lines keep theirs.
function enter(event, form, options) {
  if (!form || event.target.closest("a, button, textarea, summary")) return false;
  if (!options.includes(event.target) && event.target !== document.body) return false;
  const go = form.querySelector("#go-on") ?? form.querySelector("#send");
  if (!go) return false;
  go.click();
  return true;
}

// A box for figures takes no letters, so letters are keys there too.
function isFigures(target) {
  return target.matches("input") && ["numeric", "decimal"].includes(target.inputMode);
}

function takesText(target) {
  return target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") && !isFigures(target);
}

function number(options) {
  options.slice(0, 9).forEach((option, place) => {
    const label = card.querySelector(`label[for="${CSS.escape(option.id)}"]`);
    if (!label) return;
    const key = document.createElement("span");
    key.className = "as-key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = String(place + 1);
    label.prepend(key);
  });
}
