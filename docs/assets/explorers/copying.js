/* What is copied runs: a block takes the lines of other blocks along that it needs, and the line that installs
   our package names this very site, wherever it is served or kept. */

const text = (block) => block.querySelector("code").textContent;

function whole(block) {
  const needed = block.dataset.sgNeeds.split(" ").map((range) => {
    const [number, first, last] = range.split(/[:-]/);
    const lines = text(document.getElementById(`block-${number}`)).split("\n");
    return lines.slice(first - 1, last).join("\n");
  });
  return [...needed, text(block)].join("\n\n");
}

// Before the theme's own listener, which copies this attribute of a button that has it.
function prepare({ target }) {
  const button = target.closest("[data-clipboard-target]");
  const block = button?.closest("[data-sg-needs]");
  if (block) button.dataset.clipboardText = whole(block);
}
document.addEventListener("click", prepare, true);

const { base } = JSON.parse(document.getElementById("__config").textContent);
// What a shell would read in another way: pip takes it encoded, as an address has it.
const here = new URL(`${base}/`, location).href.replace(/[!$&'()*;]/g, (c) => `%${c.charCodeAt().toString(16)}`);
for (const line of document.querySelectorAll(".install code")) {
  line.textContent = line.textContent.replace(/\S+(?=packages\/)/, () => here);
}
