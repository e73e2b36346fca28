/* The queries that the empty search suggests: one is typed by a click, and the arrow keys reach them as they reach results. */

const field = document.querySelector("[data-md-component=search-query]");
const toggle = document.getElementById("__search");
const tries = [...document.querySelectorAll(".sg-search-tries button")];

function type(query) {
  field.value = query;
  field.focus();
  field.dispatchEvent(new KeyboardEvent("keyup")); // the theme follows keys
}

// The index waits for the search to be opened; a browser that goes back to an open search does not say so.
addEventListener("pageshow", () => {
  if (toggle?.checked) toggle.dispatchEvent(new Event("change"));
});

for (const button of tries) button.addEventListener("click", () => type(button.textContent));

addEventListener(
  "keydown",
  (event) => {
    const stops = [field, ...tries];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step || field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the theme knows results alone
    stops.at((at + step) % stops.length).focus();
  },
  { capture: true },
);
