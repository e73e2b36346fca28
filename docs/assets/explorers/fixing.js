/* What the theme's own script makes in the browser, fixed for assistive technology. */

/* Tables that scroll take the focus, so that a keyboard can scroll them. */
const size = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    const say = { tabindex: "0", role: "group", "aria-label": "Table, scrolls sideways" };
    for (const [name, value] of Object.entries(say)) {
      if (scrolls) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});

const seen = new WeakSet();

function fix() {
  // Each code block's bar of buttons is a navigation landmark without a name.
  for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) bar.setAttribute("role", "presentation");
  for (const button of document.querySelectorAll(".md-code__button:not([aria-label])")) {
    button.setAttribute("aria-label", button.title || "Copy to clipboard");
  }
  for (const note of document.querySelectorAll(".md-tooltip2[role=dialog]:not([aria-label])")) note.setAttribute("aria-label", "Footnote");
  // A tooltip belongs to what it explains, which is in the main landmark.
  for (const tip of document.querySelectorAll("body > .md-tooltip2")) document.querySelector("main").append(tip);
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (!seen.has(table)) size.observe(table);
    seen.add(table);
  }
}

new MutationObserver(fix).observe(document.body, { childList: true, subtree: true });
fix();
