/* <sigmoid-explorer>: figures/sigmoid-curve.svg with a point to move, and the formula with its x.
   Without this script the formula, the figure and the example below it stand as they are. */

import * as address from "./address.js";
import { minus, plain } from "./numbers.js";
import { italic, Plane } from "./plane.js";
import { odds, percent, sigmoid, slope, value } from "./readings.js";

const END = 6;
const FIRST = { x: 2, k: 1, x0: 0 };
// What may be typed. Beyond a million a double no longer holds the digits that are shown.
const LIMITS = { x: [-1e6, 1e6], k: [0.01, 100], x0: [-1e6, 1e6] };
const FACES = ["1em KaTeX_Main", "italic 1em KaTeX_Math"];
const plane = new Plane(-END, END);

function drawing() {
  const xs = new Map([-6, -3, 0, 3, 6].map((x) => [x, minus(x)]));
  const ys = new Map([[0, "0"], [0.5, "½"], [1, "1"]]);
  const label = (x, y, words, anchor) => `<text class="label" x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
  return plane.svg(xs, ys, [italic("x"), `σ(${italic("<tspan data-part='variable'></tspan>")})`],
    `<path class="guide" d="${plane.path([[-END, 1], [END, 1]])}"/><path class="guide" data-part="fall"/>
    ${label(plane.across(END), plane.up(0.9) + 6, "never quite 1", "end")}
    ${label(plane.across(-END) + 12, plane.up(0.1), "never quite 0", "start")}
    <path class="tangent" data-part="tangent"/><path class="curve" data-part="curve"/>
    <circle class="middle" data-part="middle" r="4"/><text class="label" data-part="steepest"></text>
    <circle class="halo" r="17"/><circle class="point" r="8"/>`);
}

const slider = `<input type="range" aria-label="x" min="${-END}" max="${END}" step="0.1" autocomplete="off">`;

const formula = `<p class="live"><math displaystyle="true">
  <mi>σ</mi><mo stretchy="false">(</mo><mn data-part="z"></mn><mo stretchy="false">)</mo><mo>=</mo>
  <mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><msup><mi>e</mi><mn data-part="minus-z"></mn></msup></mrow></mfrac>
</math> <output data-part="value" aria-live="off"></output></p>`;

const field = (name, words) => `<label>${words} <input type="number" name="${name}" step="any" autocomplete="off"></label>`;
const reading = (name, words) => `<div><dt>${words}</dt><dd><output data-part="${name}" aria-live="off"></output></dd></div>`;
const controls = `<div class="controls">
  <p>${field("x", "Type any <i>x</i>")} <span>or drag the point</span></p>
  <dl>${reading("percent", "probability")}${reading("odds", "odds")}${reading("slope", "slope")}</dl>
  <details><summary>Slope and midpoint</summary>
    <p>${field("k", "slope <i>k</i>")} ${field("x0", "midpoint <i>x</i>₀")}</p>
    <p><i>z</i> = <i>k</i> (<i>x</i> − <i>x</i>₀) = <output data-part="scaled" aria-live="off"></output></p>
  </details>
  <p class="sg-unseen" role="status"></p>
</div>`;

class SigmoidExplorer extends HTMLElement {
  connectedCallback() {
    const image = this.querySelector("img");
    if (!image) return;
    // Until their faces are here, the formulas keep their place unseen, as a browser does with text for three seconds.
    const faces = Promise.allSettled(FACES.map((face) => document.fonts.load(face)));
    Promise.race([faces, new Promise((done) => setTimeout(done, 3000))]).then(() => this.classList.add("typeset"));
    const replace = (old, html) => {
      old.insertAdjacentHTML("afterend", html);
      const made = old.nextElementSibling;
      old.remove();
      return made;
    };
    this.state = { ...FIRST };
    replace(this.querySelectorAll(".formula")[1], formula);
    replace(this.querySelector("figure + p"), controls);
    this.slider = replace(this.querySelector("figcaption"), slider);
    const svg = replace(image.closest("picture") ?? image, drawing());
    svg.setAttribute("aria-label", image.alt);
    this.fields = [...this.querySelectorAll("input[name]")];

    this.slider.addEventListener("input", () => this.change("x", this.slider.valueAsNumber));
    plane.drag(svg, this.slider, (x) => {
      this.slider.value = x; // which rounds it to a step
      this.change("x", this.slider.valueAsNumber);
    });
    for (const input of this.fields) {
      input.addEventListener("input", () => this.change(input.name, input.valueAsNumber));
      input.addEventListener("change", () => {
        this.querySelector("[role=status]").textContent = this.slider.ariaValueText;
        this.show();
      });
    }
    // Going back, a browser fills in fields of its own accord, and late.
    addEventListener("pageshow", () => this.show());
    addEventListener("hashchange", () => this.restore());
    this.restore();
  }

  restore() {
    const told = address.read();
    if ("x" in told) this.state = { ...FIRST };
    for (const name of Object.keys(FIRST)) this.set(name, Number.parseFloat(told[name]));
    if (this.scaled()) this.querySelector("details").open = true;
    this.show();
  }

  scaled() {
    return this.state.k !== FIRST.k || this.state.x0 !== FIRST.x0;
  }

  set(name, number) {
    const [least, most] = LIMITS[name];
    if (!Number.isNaN(number)) this.state[name] = Math.min(Math.max(number, least), most);
  }

  change(name, number) {
    this.set(name, number);
    this.show();
    const told = Object.entries(this.state).filter(([key, now]) => key === "x" || now !== FIRST[key]);
    address.write(Object.fromEntries(told));
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  show() {
    const { x, k, x0 } = this.state;
    const z = k * (x - x0);
    this.draw(x, z);
    const said = {
      variable: this.scaled() ? "z" : "x",
      z: plain(z),
      "minus-z": plain(0 - z),
      value: `${z ? "≈" : "="} ${z ? value(z) : "0.5"}`,
      percent: percent(z),
      odds: odds(z),
      slope: slope(z, k),
      scaled: `${plain(k)} (${plain(x)} − ${x0 < 0 ? `(${plain(x0)})` : plain(x0)}) = ${plain(z)}`,
    };
    for (const [name, words] of Object.entries(said)) this.part(name).textContent = words;
    // A field in which the reader is typing keeps its text.
    for (const input of this.fields) if (input !== document.activeElement) input.value = this.state[input.name];
    this.slider.value = x;
    // The outputs are silent: a screen reader hears this once for each move, from the slider itself.
    this.slider.ariaValueText = `${plain(x)}: probability ${said.percent}, odds ${said.odds}, slope ${said.slope}`;
  }

  draw(x, z) {
    const { k, x0 } = this.state;
    const curve = (t) => sigmoid(k * (t - x0));
    const [at, y, steep] = [Math.min(Math.max(x, -END), END), sigmoid(z), k * sigmoid(z) * sigmoid(-z)];
    const reach = Math.min(1.7, 0.43 / steep); // of the tangent: a steep one stays in the plane
    const tangent = [Math.max(-END, at - reach), Math.min(END, at + reach)].map((t) => [t, y + (t - at) * steep]);
    this.part("curve").setAttribute("d", plane.path(Array.from({ length: 241 }, (_, i) => (i / 120 - 1) * END).map((t) => [t, curve(t)])));
    this.part("fall").setAttribute("d", plane.path([[-END, y], [at, y], [at, 0]]));
    this.part("tangent").setAttribute("d", plane.path(tangent));
    for (const circle of this.querySelectorAll(".halo, .point")) {
      circle.setAttribute("cx", plane.across(at));
      circle.setAttribute("cy", plane.up(y));
    }
    this.classList.toggle("beyond", at !== x);
    this.middle(x0, k);
  }

  /* The middle of the curve, and its slope there, if it is in the plane. */
  middle(x0, k) {
    const label = this.part("steepest");
    const left = x0 > -1;
    label.textContent = `steepest here: slope ${k === 1 ? "¼" : plain(k / 4)}`;
    label.setAttribute("x", plane.across(x0 + (left ? -0.35 : 0.35)));
    label.setAttribute("y", plane.up(0.5) + (left ? -6 : 18));
    label.setAttribute("text-anchor", left ? "end" : "start");
    this.part("middle").setAttribute("cx", plane.across(x0));
    this.part("middle").setAttribute("cy", plane.up(0.5));
    for (const part of [label, this.part("middle")]) part.toggleAttribute("hidden", Math.abs(x0) > END - 0.5);
  }
}

customElements.define("sigmoid-explorer", SigmoidExplorer);
