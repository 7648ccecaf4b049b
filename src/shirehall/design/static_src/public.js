// Four small comforts for residents. Every page works without them.

// The error summary takes the focus, so that it is read first; its links lead into the field.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const question = field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (question ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// A form is sent once, however often the button is pressed within a few seconds.
const PAUSE = 4000;
for (const form of document.querySelectorAll("form[data-once]")) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < PAUSE && sentAt) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}

// Long answers say how many characters are left; the spoken copy waits until the typing pauses.
for (const box of document.querySelectorAll("[data-most]")) {
  const field = box.querySelector("textarea");
  const shown = box.querySelector(".sh-count");
  const spoken = box.querySelector("[data-spoken]");
  const most = Number(box.dataset.most);
  let timer;
  const count = () => {
    const left = most - field.value.length;
    shown.textContent = (left < 0 ? shown.dataset.over : shown.dataset.left).replace("%n", Math.abs(left).toLocaleString("en-GB"));
    shown.classList.toggle("sh-count--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = shown.textContent; }, 1000);
  };
  field.addEventListener("input", count);
  if (field.value) count();
}

// "None of these" clears the others, and the others clear it.
document.addEventListener("change", (event) => {
  const ticked = event.target;
  if (ticked.type !== "checkbox" || !ticked.checked) return;
  for (const other of document.getElementsByName(ticked.name)) {
    const alone = "exclusive" in ticked.dataset || "exclusive" in other.dataset;
    if (other !== ticked && alone) other.checked = false;
  }
});

// "Exit this page" leaves nothing to go back to.
for (const link of document.querySelectorAll("[data-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.replaceChildren();
    location.replace(link.href);
  });
}
