/* "Copy page as Markdown": fetches the copy that the build wrote beside the page, and says what became of it. */

async function copy(button) {
  const response = await fetch(button.dataset.sgCopy);
  if (!response.ok) throw new Error(`${response.status} for ${button.dataset.sgCopy}`);
  await navigator.clipboard.writeText(await response.text());
}

for (const button of document.querySelectorAll("[data-sg-copy]")) {
  const label = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    copy(button)
      .then(() => (button.textContent = "Copied"))
      // A browser may forbid the clipboard: the plain link beside the button still leads to the Markdown.
      .catch(() => (button.textContent = "Could not copy: open the Markdown instead"))
      .finally(() => setTimeout(() => (button.textContent = label), 3000));
  });
}
