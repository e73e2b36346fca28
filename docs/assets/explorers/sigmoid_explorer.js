/* <sigmoid-explorer>: the curve of figures/sigmoid-curve.svg with a point to move, and what it says there.
   Without this script the figure stands as it is. The drawing keeps the figure's size and axes. */

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM, END, STEP] = [540, 380, 44, 40, 524, 322, 6, 0.1];
const across = (x) => LEFT + ((x + END) / (2 * END)) * (RIGHT - LEFT);
const up = (y) => BOTTOM - y * (BOTTOM - TOP);

/* No exponential of a positive number, so that nothing overflows; the slope is σ(x)σ(-x), which cancels nowhere. */
function sigmoid(x) {
  const e = Math.exp(-Math.abs(x));
  return { value: (x < 0 ? e : 1) / (1 + e), slope: e / (1 + e) ** 2 };
}

function curve() {
  const steps = Array.from({ length: 121 }, (_, i) => (i / 60 - 1) * END);
  return steps.map((x, i) => `${i ? "L" : "M"}${across(x).toFixed(1)} ${up(sigmoid(x).value).toFixed(2)}`).join("");
}

const italic = "<tspan font-style='italic'>x</tspan>";
const text = (x, y, words, anchor) => `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
const tick = (x) => `M${across(x)} ${BOTTOM}v5`;
const minus = (x) => x.replace("-", "−");

function drawing() {
  const xs = [-6, -3, 0, 3, 6];
  const ys = [[0, "0"], [0.5, "½"], [1, "1"]];
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
    <path class="axis" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}${xs.map(tick).join("")}${ys.map(([y]) => `M${LEFT} ${up(y)}h-5`).join("")}"/>
    <path class="guide" d="M${LEFT} ${TOP}H${RIGHT}"/>
    ${xs.map((x) => text(across(x), 343, minus(`${x}`), "middle")).join("")}
    ${ys.map(([y, name]) => text(LEFT - 9, up(y) + 6, name, "end")).join("")}
    ${text(RIGHT, 368, italic, "end")}${text(2, 20, `σ(${italic})`, "start")}
    <path class="guide" data-part="fall"/><path class="curve" d="${curve()}"/><path class="tangent" data-part="tangent"/>
    <circle class="halo" r="17"/><circle class="point" r="8"/>
  </svg>`;
}

const controls = `<div class="controls">
  <label for="explorer-x"><i>x</i>, the log-odds</label> <output data-part="x" aria-live="off"></output>
  <input id="explorer-x" type="range" min="${-END}" max="${END}" step="${STEP}" value="0">
  <dl>
    <div><dt>probability σ(<i>x</i>)</dt><dd><output data-part="value" aria-live="off"></output></dd></div>
    <div><dt>slope σ′(<i>x</i>)</dt><dd><output data-part="slope" aria-live="off"></output></dd></div>
    <div><dt>odds</dt><dd><output data-part="odds" aria-live="off"></output></dd></div>
  </dl>
</div>`;

class SigmoidExplorer extends HTMLElement {
  connectedCallback() {
    const image = this.querySelector("img");
    if (!image) return;
    image.insertAdjacentHTML("afterend", drawing() + controls);
    this.svg = this.querySelector("svg");
    this.svg.setAttribute("aria-label", image.alt);
    image.remove();
    this.input = this.querySelector("input");
    this.input.addEventListener("input", () => this.show());
    // A press would take the focus away from the slider again.
    this.svg.addEventListener("mousedown", (event) => event.preventDefault());
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.svg.setPointerCapture(event.pointerId);
      this.input.focus({ preventScroll: true });
      this.follow(event);
    });
    this.svg.addEventListener("pointermove", (event) => event.buttons & 1 && this.follow(event));
    this.show();
  }

  follow(event) {
    const { left, width } = this.svg.getBoundingClientRect();
    const at = ((event.clientX - left) / width) * WIDTH;
    this.input.value = ((at - LEFT) / (RIGHT - LEFT)) * 2 * END - END;
    this.show();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  show() {
    const x = this.input.valueAsNumber;
    const { value, slope } = sigmoid(x);
    const [from, to] = [Math.max(-END, x - 1.7), Math.min(END, x + 1.7)];
    const line = (t) => `${across(t)} ${up(value + (t - x) * slope)}`;
    this.part("fall").setAttribute("d", `M${LEFT} ${up(value)}H${across(x)}V${BOTTOM}`);
    this.part("tangent").setAttribute("d", `M${line(from)}L${line(to)}`);
    for (const circle of this.querySelectorAll("circle")) {
      circle.setAttribute("cx", across(x));
      circle.setAttribute("cy", up(value));
    }
    const many = `${+Math.exp(Math.abs(x)).toPrecision(3)}`;
    const said = {
      x: minus(x.toFixed(1)),
      value: value.toFixed(4),
      slope: slope.toFixed(4),
      odds: x < 0 ? `1 to ${many}` : `${many} to 1`,
    };
    for (const [name, words] of Object.entries(said)) this.part(name).value = words;
    // The outputs are silent: a screen reader hears this once for each move, from the slider itself.
    this.input.ariaValueText = `${said.x}: probability ${said.value}, slope ${said.slope}, odds ${said.odds}`;
  }
}

customElements.define("sigmoid-explorer", SigmoidExplorer);
