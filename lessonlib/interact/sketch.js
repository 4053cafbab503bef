// A curve to be drawn: a slider stands at each point, and the curve goes through their heights. Later the true curve
// goes over it. Heights are kept in words, as all answers are: "0.85, 0.50".

const DRAWN = "lesson-drawn"; // told in a page without Python, where the outcome is another card

const asWords = (heights) => heights.map((height) => height.toFixed(2)).join(", ");
const asHeights = (words) => words.split(", ").map(Number);

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// The picture, and below it the same in numbers: a table that says what the curves show.
class Plot {
  constructor({ points, across, up }, series) {
    this.points = points;
    const rules = [0, 0.25, 0.5, 0.75, 1].map((height) => {
      return svg("line", { class: "rule", x1: 0, x2: 100, y1: 100 - 100 * height, y2: 100 - 100 * height });
    });
    this.lines = series.map((name) => svg("polyline", { class: name }));
    this.dots = series.map((name) => points.map(() => make("i", { class: name })));
    this.cells = series.map(() => points.map(() => make("td", {}, "–")));
    const picture = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" }, ...rules, ...this.lines);
    const ticks = [1, 0.5, 0].map((height) => make("span", { class: "tick", style: `--up: ${height}` }, String(height)));
    this.area = make("div", { class: "area" }, make("div", { "aria-hidden": "true" }, picture, ...ticks, ...this.dots.flat()));
    const head = make("tr", {}, make("th", { scope: "row" }, across), ...points.map((point) => make("th", { scope: "col" }, point)));
    const rows = series.map((name, index) => make("tr", { class: name }, make("th", { scope: "row" }, name), ...this.cells[index]));
    this.node = make("div", { class: "sketch" }, make("p", { class: "up" }, up), this.area, make("table", {}, head, ...rows));
  }

  x(index) {
    return (100 * (index + 0.5)) / this.points.length;
  }

  show(which, heights) {
    const corners = heights.map((height, index) => `${this.x(index)},${100 - 100 * height}`);
    this.lines[which].setAttribute("points", corners.join(" "));
    heights.forEach((height, index) => {
      this.dots[which][index].style.cssText = `left: ${this.x(index)}%; --up: ${height}`;
      this.cells[which][index].textContent = height.toFixed(2);
    });
  }
}

class SketchForm extends QuestionForm {
  build(legend, footer) {
    const { points, across, up } = this.item.sketch;
    this.plot = new Plot({ points, across, up: `${up} (move each point up or down)` }, ["yours"]);
    this.sliders = points.map((point, index) => {
      const name = { type: "range", min: 0, max: 1, step: 0.01, "aria-label": `${up}, ${across}: ${point}` };
      return make("input", { ...name, "aria-orientation": "vertical", style: `left: ${this.plot.x(index)}%` });
    });
    this.plot.area.append(...this.sliders);
    this.group = make("fieldset", {}, make("legend", {}, legend), this.plot.node);
    const note = this.item.note ? [make("p", { class: "note" }, this.item.note)] : [];
    const form = make("form", { class: "prediction" }, this.group, ...note, footer);
    form.addEventListener("input", () => this.trace());
    return form;
  }

  get heights() {
    return this.sliders.map(({ value }) => Number(value));
  }

  fill(given) {
    const { start, points } = this.item.sketch;
    const heights = given ? asHeights(given.option) : points.map(() => start);
    this.sliders.forEach((slider, index) => (slider.value = heights[index]));
    this.trace();
  }

  trace() {
    this.plot.show(0, this.heights);
    for (const slider of this.sliders) slider.setAttribute("aria-valuetext", Number(slider.value).toFixed(2));
  }

  lock(locked) {
    this.group.disabled = locked;
  }

  get locked() {
    return this.group.disabled;
  }

  choose() {
    this.say({});
  }

  read() {
    if (this.heights.every((height) => height === this.item.sketch.start)) {
      return { trouble: "Draw first: move the points up or down." };
    }
    return { option: asWords(this.heights), confidence: null };
  }

  keep(given) {
    super.keep(given);
    document.dispatchEvent(new CustomEvent(DRAWN, { detail: { id: this.item.id, given } }));
  }
}

// The true curve over the learner's. In a page without Python the drawing comes later, from its own card.
function showOutcome(model, el, item) {
  const plot = new Plot(item.sketch, ["yours", "outcome"]);
  const show = (given) => plot.show(0, asHeights(given.option));
  const given = model.get("answers")[item.id];
  plot.show(1, item.truth);
  if (given) show(given);
  el.append(plot.node, make("p", { role: "status" }, item.words, make("span", { class: "uncommitted" }, item.note)));
  const heard = ({ detail }) => detail.id === item.id && show(detail.given);
  if (model.get("exported")) document.addEventListener(DRAWN, heard);
  return () => document.removeEventListener(DRAWN, heard);
}
