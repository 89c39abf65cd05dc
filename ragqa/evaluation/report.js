"use strict";

// Shows the errors that every chosen filter lets through, and says how many these are.
const filters = [...document.querySelectorAll("select[data-filter]")];
const errors = [...document.querySelectorAll("details[data-error]")];
const count = document.getElementById("count");

function show() {
  let shown = 0;
  for (const one of errors) {
    const passes = filters.every(
      (filter) => filter.value === "" || one.dataset[filter.dataset.filter] === filter.value,
    );
    one.hidden = !passes;
    shown += passes ? 1 : 0;
  }
  count.textContent = `${shown} of ${errors.length} shown`;
}

for (const filter of filters) {
  filter.addEventListener("change", show);
}
if (count) {
  show();
}
