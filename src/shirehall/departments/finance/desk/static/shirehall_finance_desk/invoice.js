// A field and its place on the page show each other. Without script the links beside each field do the same.
const root = document.querySelector("[data-invoice]");

function show(name) {
  for (const place of root.querySelectorAll("[data-place]")) place.classList.toggle("fd-place--shown", place.dataset.place === name);
  for (const field of root.querySelectorAll("[data-field]")) field.classList.toggle("fd-field--shown", field.dataset.field === name);
}

if (root) {
  root.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-field]");
    if (field) show(field.dataset.field);
  });
  root.addEventListener("click", (event) => {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    event.preventDefault();
    const box = document.getElementById(`field-${place.dataset.place}`);
    box?.focus();
    if (box?.select) box.select();
  });
  const first = root.querySelector(".fd-field--wrong input, .fd-field--unsure input");
  if (first && !location.hash && !document.querySelector(".govuk-error-summary")) {
    first.focus();
    first.select();
  }
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyU") root.querySelector(".fd-field--unsure input")?.focus();
    else if (event.code === "KeyD") document.querySelector("[id^=do-] summary, #do")?.focus();
    else return;
    event.preventDefault();
  });
}
