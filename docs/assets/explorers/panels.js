/* The two panels that the theme opens with hidden checkboxes, the pages and the search, for a keyboard:
   real buttons, focus that goes in and comes back, and Escape. */

const drawer = document.getElementById("__drawer");
const pages = document.getElementById("sg-pages");
const buttons = [...document.querySelectorAll("[data-sg-toggle]")];
const menu = buttons.find((button) => button.dataset.sgToggle === "__drawer");

for (const button of buttons) {
  const toggle = document.getElementById(button.dataset.sgToggle);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    toggle.click();
  });
  if (button.hasAttribute("aria-expanded")) {
    const say = () => button.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", say);
    say();
  }
}

/* The theme is switched by Enter, says its script; a button is pressed by Space, too. */
document.querySelector("[data-md-component=palette]")?.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  const label = event.currentTarget.querySelector("label:not([hidden])");
  label.click();
  label.control.focus();
});

/* The search takes the focus when it opens, and gives it back. Its field is hidden on a phone until then, so that
   the theme's own shortcuts, which focus the field, need our help there. */
const search = document.getElementById("__search");
const field = document.querySelector("[data-md-component=search-query]");
const find = buttons.find((button) => button.classList.contains("sg-find"));

if (search && field && find) {
  const narrow = () => find.offsetParent !== null;
  search.addEventListener("change", () => {
    if (search.checked) field.focus();
    else if (narrow()) find.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!narrow() || typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
    event.preventDefault();
    if (!search.checked) search.click();
  });
}

if (drawer && pages && menu) {
  const open = () => drawer.checked && menu.offsetParent !== null;
  drawer.addEventListener("change", () => {
    if (open()) (pages.querySelector("[aria-current]") ?? pages.querySelector("a")).focus();
  });
  pages.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    drawer.click();
    menu.focus();
  });
  // Who tabs out of the drawer is back in the page, which it must not cover.
  pages.addEventListener("focusout", (event) => {
    if (open() && event.relatedTarget && !pages.contains(event.relatedTarget) && event.relatedTarget !== menu) drawer.click();
  });
}
