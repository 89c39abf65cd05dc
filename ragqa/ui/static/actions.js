// Sends what a person does in our HTML to the server. Gradio runs this once for each HTML component,
// as the body of a function that is given `element` and `trigger`.

const SETTLE_MS = 250;

// What takes long or cannot be undone is done by a click alone, not by the second of two at once.
const DELIBERATE = new Set(["confirm-remove", "reindex"]);

const fieldsOf = (form) => {
  const fields = {};
  for (const control of form.elements) {
    if (control.type === "checkbox" || control.type === "select-multiple") {
      fields[control.name] = [];
    }
  }
  for (const [name, value] of new FormData(form)) {
    if (Array.isArray(fields[name])) {
      fields[name].push(value);
    } else {
      fields[name] = value;
    }
  }
  delete fields[""];
  return fields;
};

const send = (control, fields) => {
  const { action, live, ...values } = control.dataset;
  const told = fields === undefined ? {} : { fields };
  trigger("click", { action: action ?? live, ...values, ...told });
};

element.addEventListener("click", (event) => {
  const control = event.target.closest("button[data-action]");
  if (control !== null && !(event.detail > 1 && DELIBERATE.has(control.dataset.action))) {
    send(control);
  }
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches("[data-action], [data-live]")) {
    send(event.target, fieldsOf(event.target));
  }
});

// While a person types, the answer to what they typed before must not take its place.
const typed = new WeakMap();
let waiting;

element.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form === null || event.target.name === "") {
    return;
  }
  typed.set(event.target, event.target.value);
  clearTimeout(waiting);
  waiting = setTimeout(() => send(form, fieldsOf(form)), SETTLE_MS);
});

// A field that finds boxes to tick among many: what is ticked stays in sight.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

element.addEventListener("input", ({ target }) => {
  if (!target.matches('[data-client="filter"]')) {
    return;
  }
  const words = plain(target.value).split(/\s+/);
  for (const choice of target.closest("fieldset").querySelectorAll(".choice")) {
    const text = plain(choice.textContent);
    const isTicked = choice.querySelector(":checked") !== null;
    choice.hidden = !isTicked && !words.every((word) => text.includes(word));
  }
});

new MutationObserver((changes) => {
  for (const { target } of changes) {
    const value = typed.get(target);
    if (target === document.activeElement && value !== undefined && target.value !== value) {
      target.value = value;
    }
  }
}).observe(element, { subtree: true, attributes: true, attributeFilter: ["value"] });
