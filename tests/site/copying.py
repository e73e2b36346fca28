"""What the copy buttons of a page copy."""

# The blocks of code with a button.
FIND = """() => {
  window.buttons = [...document.querySelectorAll("article [data-clipboard-target], article [data-clipboard-text]")]
    .filter(b => b.closest(".language-python:not(.doc-signature, .elsewhere), .language-pycon"))
  return buttons.length
}"""
# Whose button is behind a tab or in a folded part is pressed after opening that, as a reader would.
REACH = """async at => {
  const button = buttons[at]
  for (let e = button; (e = e.parentElement); ) {
    if (e.matches("details")) e.open = true
    if (e.matches(".tabbed-block")) {
      const set = e.closest(".tabbed-set"), at = [...e.parentElement.children].indexOf(e)
      set.querySelectorAll(":scope > .tabbed-labels > label")[at].click()
    }
  }
  await navigator.clipboard.writeText("nothing was copied")
  button.focus()
  return document.activeElement === button
}"""
WITHOUT_BUTTON = """() => [...document.querySelectorAll("article .highlight")]
  .filter(e => e.matches(".language-python:not(.doc-signature), .language-pycon"))
  .filter(e => !e.querySelector("[data-clipboard-target], [data-clipboard-text]"))
  .map(e => e.textContent.trim().slice(0, 60))"""


def copied(window) -> list[str]:
    """Every Python block of the open page as the clipboard has it after a press, in the order of the page."""
    blocks = []
    for number in range(window.page.evaluate(FIND)):
        assert window.page.evaluate(REACH, number), (
            f"{window.page.url}: the copy button {number} takes no focus"
        )
        window.page.keyboard.press("Enter")
        blocks.append(window.page.evaluate("navigator.clipboard.readText()"))
    return blocks
