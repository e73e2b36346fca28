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
