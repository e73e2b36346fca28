/* The plane of a live figure: the size, the axes and the look of those that scripts/figures draws. */

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [540, 380, 44, 40, 524, 322];

export const italic = (letter) => `<tspan font-style="italic">${letter}</tspan>`;
const text = (x, y, words, anchor) => `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;

export class Plane {
  constructor(from, to) {
    Object.assign(this, { from, to });
  }

  across = (x) => LEFT + ((x - this.from) / (this.to - this.from)) * (RIGHT - LEFT);

  up = (y) => BOTTOM - y * (BOTTOM - TOP);

  path(points) {
    return points.map(([x, y], i) => `${i ? "L" : "M"}${this.across(x).toFixed(1)} ${this.up(y).toFixed(2)}`).join("");
  }

  /* xs and ys: value -> its name at the axis. */
  svg(xs, ys, [xTitle, yTitle], inside) {
    const { across, up } = this;
    const marks = [...xs.keys()].map((x) => `M${across(x)} ${BOTTOM}v5`).concat([...ys.keys()].map((y) => `M${LEFT} ${up(y)}h-5`));
    return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
      <path class="axis" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}${marks.join("")}"/>
      ${[...xs].map(([x, name]) => text(across(x), 343, name, "middle")).join("")}
      ${[...ys].map(([y, name]) => text(LEFT - 9, up(y) + 6, name, "end")).join("")}
      ${text(RIGHT, 368, xTitle, "end")}${text(2, 20, yTitle, "start")}${inside}
    </svg>`;
  }

  /* A press or a drag in the drawing moves to that x; the keys of the slider go on from there. */
  drag(svg, slider, move) {
    const follow = (event) => {
      const { left, width } = svg.getBoundingClientRect();
      const share = (((event.clientX - left) / width) * WIDTH - LEFT) / (RIGHT - LEFT);
      move(this.from + share * (this.to - this.from));
    };
    // A press would take the focus away from the slider again.
    svg.addEventListener("mousedown", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      svg.setPointerCapture(event.pointerId);
      slider.focus({ preventScroll: true });
      follow(event);
    });
    svg.addEventListener("pointermove", (event) => event.buttons & 1 && follow(event));
  }
}
