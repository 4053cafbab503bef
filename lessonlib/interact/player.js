// The player lays the marks of one frame over a still picture and moves from frame to frame.
// It knows no statistics: every number, word and coordinate was computed in Python. It maps data to pixels.

const STROKE = 2;
const SAY_EVERY = 80; // ms: how often words and numbers change while somebody drags
const TELL_EVERY = 250; // ms: how often Python hears of the position while it is dragged
const PATIENCE = 3000; // ms: after that without an answer, say so
const TICK = 40; // ms between two frames of a show at least, LOOK at most; it takes about SHOW
const LOOK = 700;
const SHOW = 6000;
const COMMA = "Write decimals with a point: 0.5, not 0,5.";
const SILENCE = "No answer from Python yet. Is it busy? If not, run this cell again.";

// ---- Small helpers -------------------------------------------------------------------------------------------

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

function add(parent, space, name, attributes = {}, text = "") {
  const node = parent.appendChild(document.createElementNS(space, name));
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(text);
  return node;
}

const html = (parent, ...rest) => add(parent, HTML, ...rest);
const svg = (parent, ...rest) => add(parent, SVG, ...rest);
const entry = (column, index) => column[column.length > 1 ? index : 0];
const list = (value) => (Array.isArray(value) ? value : [value]);

// Changes the words in place: a new node would be news to everybody who watches the page.
function write(node, text) {
  if (node.firstChild) node.firstChild.nodeValue = text;
  else node.textContent = text;
}

// The index from 0 to count − 1 with the smallest distance; the one in hand wins a tie, NaN loses.
function nearest(count, distance, inHand) {
  let best = inHand;
  let least = distance(inHand);
  for (let index = 0; index < count; index++) {
    const here = distance(index);
    if (here < least || (Number.isNaN(least) && !Number.isNaN(here))) [best, least] = [index, here];
  }
  return best;
}

const isNumber = (text) => /\d/.test(text) || text.length <= 10; // or a word in a number's place

// Calls at once, but at most once every `wait` ms, and always once more after the last request.
function throttle(call, wait) {
  let timer = 0;
  let last = -wait;
  const now = () => {
    timer = 0;
    last = performance.now();
    call();
  };
  return () => {
    const rest = last + wait - performance.now();
    if (rest <= 0 && !timer) now();
    else timer ||= setTimeout(now, rest);
  };
}

// ---- From data to pixels, and to paths -----------------------------------------------------------------------

function fraction(value, [low, high], log) {
  if (value === null) return NaN;
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

const percent = (part, whole) => `${(100 * part) / whole}%`;
const round = (pixels) => Math.round(pixels * 100) / 100;
const across = (panel, x) => round(panel.width * fraction(x, panel.xlim, panel.xlog));
const down = (panel, y) => round(panel.height * (1 - fraction(y, panel.ylim, panel.ylog)));

// A mark's coordinates in one frame, in pixels from its panel's top left.
function pixels(mark, panel, index) {
  return {
    xs: mark.x.length ? list(entry(mark.x, index)).map((x) => across(panel, x)) : [],
    ys: mark.y.length ? list(entry(mark.y, index)).map((y) => down(panel, y)) : [],
  };
}

// By matplotlib's marker letters; all look equally large.
const SHAPES = {
  o: (x, y, r) => `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`,
  "^": (x, y, r) => `M${x},${y - 1.1 * r}l${1.1 * r},${2 * r}h${-2.2 * r}z`,
  s: (x, y, r) => `M${x - 0.9 * r},${y - 0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  D: (x, y, r) => `M${x},${y - 1.25 * r}l${1.25 * r},${1.25 * r}l${-1.25 * r},${1.25 * r}l${-1.25 * r},${-1.25 * r}z`,
};

// Each returns the path of one mark; what has no finite place is left out.
const there = (...numbers) => numbers.every(Number.isFinite);
const points = (radius) => ({ xs, ys }, panel, marker) =>
  xs.map((x, i) => (there(x, ys[i]) ? SHAPES[marker](x, ys[i], radius) : "")).join("");

const joined = (isJoined) => ({ xs, ys }) =>
  xs.map((x, i) => {
    if (!there(x, ys[i])) return "";
    return `${isJoined(i) && there(xs[i - 1], ys[i - 1]) ? "L" : "M"}${x},${ys[i]}`;
  }).join("");

const PATHS = {
  vline: ({ xs }, { height }) => xs.map((x) => (there(x) ? `M${x},0V${height}` : "")).join(""),
  hline: ({ ys }, { width }) => ys.map((y) => (there(y) ? `M0,${y}H${width}` : "")).join(""),
  vspan: ({ xs: [from, to] }, { height }) => (there(from, to) ? `M${from},0H${to}V${height}H${from}z` : ""),
  point: points(7),
  points: points(4),
  segments: joined((i) => i % 2 === 1),
  polyline: joined((i) => i > 0),
};
// Filled kinds, and how wide the white line around them is.
const FILLED = new Map([["vspan", 0], ["point", 2], ["points", 0.75]]);
const CLIPPED = new Set(["vspan", "segments", "polyline"]);

const KNOB = { long: 24, short: 12 };

// ---- The stage and the marks over it -------------------------------------------------------------------------

// Each of these takes a layer, as large as its panel, for one mark and returns { put, say }: its place, and its words
// if any. A mark that keeps its shape is drawn once and its layer carried along, which needs no painting.
function placePath(layer, mark, panel) {
  const filled = FILLED.has(mark.kind);
  const path = svg(layer, "path", {
    class: mark.kind,
    fill: filled ? mark.color : "none",
    stroke: filled ? "#fff" : mark.color,
    "stroke-width": FILLED.get(mark.kind) ?? STROKE,
    "stroke-dasharray": filled ? "none" : mark.dash.map((dash) => dash * STROKE).join(" ") || "none",
  });
  if (mark.lit_only) path.classList.add("lit-only");
  const carry = CARRIED[mark.kind];
  const draw = (at) => path.setAttribute("d", PATHS[mark.kind](at, panel, mark.marker));
  if (!carry || [mark.x, mark.y].some((column) => column.some((place) => list(place).length !== carry.places))) {
    return { put: draw, say: () => {} };
  }
  draw(carry.home(panel));
  if (mark.drag && carry.places === 1 && mark.kind !== "point") placeKnob(layer, mark, panel);
  layer.classList.add("carried");
  const put = (at) => {
    const move = carry.move(at, panel);
    layer.style.visibility = move.includes("NaN") ? "hidden" : "";
    layer.style.transform = move;
  };
  return { put, say: () => {} };
}

const CARRIED = {
  vline: { places: 1, home: () => ({ xs: [0] }), move: ({ xs: [x] }, { width }) => `translateX(${percent(x, width)})` },
  hline: { places: 1, home: () => ({ ys: [0] }), move: ({ ys: [y] }, { height }) => `translateY(${percent(y, height)})` },
  point: {
    places: 1,
    home: () => ({ xs: [0], ys: [0] }),
    move: ({ xs: [x], ys: [y] }, { width, height }) => `translate(${percent(x, width)}, ${percent(y, height)})`,
  },
  vspan: {
    places: 2,
    home: ({ width }) => ({ xs: [0, width] }),
    move({ xs }, { width }) {
      const [from, to] = xs.map((x) => Math.min(Math.max(x, 0), width));
      return `translateX(${percent(from, width)}) scaleX(${(to - from) / width})`;
    },
  },
};

function placeKnob(layer, { drag, color }, panel) {
  const upright = drag === "x";
  const [width, height] = upright ? [KNOB.short, KNOB.long] : [KNOB.long, KNOB.short];
  const [x, y] = upright ? [0, panel.height] : [panel.width, 0];
  const corner = { x: x - width / 2, y: y - height / 2 };
  svg(layer, "rect", { class: "knob", width, height, rx: KNOB.short / 2, stroke: color, ...corner });
}

function placeLabel(layer, mark, panel) {
  const text = svg(layer, "text", { "text-anchor": mark.align, fill: mark.color });
  const edge = { start: 0, middle: panel.width / 2, end: panel.width }[mark.align];
  const at = ({ xs, ys }) => [xs[0] ?? edge, (ys[0] ?? 0) - 6];
  return {
    put: (place) => there(...at(place)) && text.setAttribute("transform", `translate(${at(place).join(" ")})`),
    say: (place, index) => write(text, there(...at(place)) ? entry(mark.text, index) : ""),
  };
}

// A stage in cuts from top to bottom, each with the panels that stand above one another: side by side they make up
// the picture, in a narrow column they are stacked.
function cutsOf({ width, panels }) {
  const groups = [];
  for (const [name, { left, width }] of Object.entries(panels).sort(([, a], [, b]) => a.left - b.left)) {
    const last = groups.at(-1);
    if (last && left < last.right) {
      last.names.push(name);
      last.right = Math.max(last.right, left + width);
    } else groups.push({ names: [name], left, right: left + width });
  }
  // Axis labels stand left of their panel, so a cut is nearer to the panel before it.
  const edges = groups.map(({ left }, i) => (i ? Math.round(0.75 * groups[i - 1].right + 0.25 * left) : 0));
  return groups.map(({ names }, i) => ({ names, left: edges[i], width: (edges[i + 1] ?? width) - edges[i] }));
}

function lay({ style }, { left, top, width, height }, wide, high) {
  Object.assign(style, { left: percent(left, wide), width: percent(width, wide) });
  Object.assign(style, { top: percent(top, high), height: percent(height, high) });
}

// Returns { build, move, say }; calls `goTo(index)` when the pointer drags a mark, `grabbed()` when it takes hold.
function stageView(parent, terms, goTo, grabbed) {
  const box = html(parent, "div", { class: "stage" });
  // What scrolls, on a phone, is reached by keys, too.
  const reach = () => (box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1);
  const laidOut = new ResizeObserver(reach);
  laidOut.observe(box);
  let stage, frames, sheets, placed, held = null, current = 0;

  function build(newStage, newFrames) {
    if (stage !== newStage) sheets = drawStage(newStage);
    [stage, frames] = [newStage, newFrames];
    for (const { overlay, grabs } of sheets) {
      overlay.replaceChildren();
      grabs.replaceChildren();
    }
    placed = frames.marks.map(place);
    frames.marks.forEach((mark, number) => mark.drag && addGrab(mark, number));
  }

  function drawStage(stage) {
    const { width, height, alt, picture } = stage;
    box.replaceChildren();
    box.style.setProperty("--width", width);
    box.style.setProperty("--height", height);
    return cutsOf(stage).map((cut, number) => {
      const sheet = html(box, "div", { class: "sheet" });
      sheet.style.setProperty("--cut", cut.width);
      laidOut.observe(sheet);
      const described = number ? { alt: "", "aria-hidden": "true" } : { alt };
      const image = html(html(sheet, "div", { class: "picture" }), "img", { src: picture, width, height, ...described });
      Object.assign(image.style, { width: percent(width, cut.width), left: percent(-cut.left, cut.width) });
      const overlay = html(sheet, "div", { class: "overlay", "aria-hidden": "true" });
      return { ...cut, overlay, grabs: html(sheet, "div", { class: "grabs" }) };
    });
  }

  const sheetOf = (mark) => sheets.find(({ names }) => names.includes(mark.axes));

  // An <svg> as large as the panel clips its mark, without ids that would have to be unique on the page.
  function place(mark) {
    const panel = stage.panels[mark.axes];
    const { left, top, width, height } = panel;
    const { overlay, ...sheet } = sheetOf(mark);
    const look = { viewBox: `0 0 ${width} ${height}`, class: CLIPPED.has(mark.kind) ? "clipped" : "free" };
    const layer = svg(overlay, "svg", look);
    lay(layer, { left: left - sheet.left, top, width, height }, sheet.width, stage.height);
    terms.link(layer, mark.term);
    const { put, say } = mark.kind === "label" ? placeLabel(layer, mark, panel) : placePath(layer, mark, panel);
    put(pixels(mark, panel, 0));
    return {
      moves: mark.x.length > 1 || mark.y.length > 1,
      put: (index) => put(pixels(mark, panel, index)),
      say: (index) => say(pixels(mark, panel, index), index),
    };
  }

  // The whole panel, and a little around it, takes hold of its mark: nobody has to hit a thin line.
  function addGrab(mark, number) {
    const { left, top, width, height } = stage.panels[mark.axes];
    const sheet = sheetOf(mark);
    const grab = html(sheet.grabs, "div", { class: `grab ${mark.drag}`, "data-mark": number });
    const around = { left: left - KNOB.short - sheet.left, top, width: width + 2 * KNOB.short, height: height + KNOB.short };
    lay(grab, around, sheet.width, stage.height);
  }

  function move(index) {
    current = index;
    for (const { put, moves } of placed) if (moves) put(index);
  }

  function say(index) {
    for (const mark of placed) mark.say(index);
  }

  // The frame whose mark is nearest to the pointer.
  function under(event, number) {
    const mark = frames.marks[number];
    const panel = stage.panels[mark.axes];
    const sheet = sheetOf(mark);
    const area = sheet.grabs.getBoundingClientRect();
    const scale = sheet.width / area.width;
    const x = (event.clientX - area.left) * scale + sheet.left - panel.left;
    const y = (event.clientY - area.top) * scale - panel.top;
    const distance = (index) => {
      const { xs, ys } = pixels(mark, panel, index);
      return Math.hypot(mark.drag.includes("x") ? xs[0] - x : 0, mark.drag.includes("y") ? ys[0] - y : 0);
    };
    return nearest(frames.values.length, distance, current);
  }

  // Whoever only points at a mark among many reads what it is.
  function name(event) {
    const { mark } = event.target.dataset;
    if (mark && frames.marks[mark].drag === "xy") event.target.title = entry(frames.readings, under(event, mark));
  }

  const follow = (event) => goTo(under(event, held));

  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.dataset.mark) return;
    event.preventDefault();
    held = Number(event.target.dataset.mark);
    box.style.cursor = getComputedStyle(event.target).cursor;
    box.setPointerCapture(event.pointerId);
    grabbed();
    follow(event);
  });
  box.addEventListener("pointermove", (event) => (held === null ? name(event) : follow(event)));
  box.addEventListener("lostpointercapture", () => {
    held = null;
    box.style.cursor = "";
  });
  return { build, move, say };
}

// ---- Tables --------------------------------------------------------------------------------------------------

function tablesView(parent, terms) {
  const box = html(parent, "div", { class: "tables", role: "group", "aria-label": "Numbers" });
  // In a narrow column the tables scroll sideways; then, and only then, the keyboard has to get there.
  const reach = () => (box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1);
  new ResizeObserver(() => requestAnimationFrame(reach)).observe(box);
  let cells = [];

  function build(frames) {
    const open = new Set([...box.querySelectorAll("details[open] summary")].map((summary) => summary.textContent));
    box.replaceChildren();
    cells = frames.tables.flatMap((table) => buildTable(table.folded ? fold(box, table, open) : box, table, terms));
  }

  function move(index) {
    for (const [node, column] of cells) write(node, entry(column, index));
  }
  return { build, move };
}

function fold(parent, { caption }, open) {
  const details = html(parent, "details");
  details.open = open.has(caption);
  html(details, "summary", {}, caption);
  return details;
}

// Returns pairs of a node and the column of words it shows.
function buildTable(box, { caption, columns, rows, codes }, terms) {
  const table = html(box, "table", { "aria-label": caption });
  const head = html(html(table, "thead"), "tr");
  html(head, "td", {}, box.matches("details") ? "" : caption);
  for (const column of columns) terms.fill(html(head, "th", { scope: "col" }), column);
  const body = html(table, "tbody");
  return rows.flatMap(({ header, cells }, r) => {
    const line = html(body, "tr");
    terms.fill(html(line, "th", { scope: "row" }), header);
    return cells.map((column, c) => {
      const cell = html(line, "td", { class: column.every(isNumber) ? "number" : "words" });
      const number = html(cell, "span");
      // As wide as its longest entry, so that no column moves while somebody drags.
      cell.style.minWidth = `${Math.max(...column.map((text) => text.length)) + (codes.length ? 4 : 0)}ch`;
      if (codes.length) addCode(cell, codes[r][c], terms);
      return [number, column];
    });
  });
}

function addCode(cell, code, terms) {
  const small = html(cell, "small");
  terms.link(cell, code);
  if (terms.get(code)) terms.button(small, terms.get(code), code);
  else small.append(code);
}

// ---- Second quantities, which only Python can answer for -------------------------------------------------------

const INPUT_TYPES = { slider: "range", number: "number", checkbox: "checkbox" };

function addField(label, control) {
  if (control.kind === "dropdown") {
    const select = html(label, "select");
    for (const option of control.options) html(select, "option", {}, option);
    return select;
  }
  const field = html(label, "input", { type: INPUT_TYPES[control.kind] });
  for (const [name, key] of [["min", "minimum"], ["max", "maximum"]]) {
    if (control[key] !== null) field.setAttribute(name, control[key]);
  }
  field.setAttribute("step", control.step ?? "any");
  return field;
}

function refusal({ label, minimum, maximum }, { value, validity }) {
  const must = {
    rangeUnderflow: `at least ${minimum}`,
    rangeOverflow: `at most ${maximum}`,
    stepMismatch: "a whole number",
  };
  const broken = Object.keys(must).find((rule) => validity[rule]);
  return `“${label}” must be ${must[broken] ?? "a number"}; got ${value}.`;
}

const read = (field) => (field.type === "checkbox" ? field.checked : field.valueAsNumber ?? field.value);

function controlsView(parent, model, ask, say) {
  const fieldset = html(parent, "fieldset", { class: "controls row" });
  const fields = {};
  const change = (name, value) => ask({ ...model.get("settings"), [name]: value });

  for (const control of model.get("controls")) {
    if (control.kind === "button") {
      const button = html(fieldset, "button", { type: "button" }, control.label);
      button.addEventListener("click", () => change(control.name, model.get("settings")[control.name] + 1));
      continue;
    }
    const label = html(fieldset, "label", {}, control.label);
    const field = addField(label, control);
    const reading = control.kind === "slider" ? html(label, "span", { "aria-hidden": "true" }) : null;
    fields[control.name] = { field, reading };
    let stump = null; // what stood before a comma: the browser swallows it, and makes 05 of 0,5
    field.addEventListener("beforeinput", ({ data }) => {
      if (!data?.includes(",")) return;
      stump = field.value;
      say(COMMA);
    });
    field.addEventListener("input", () => {
      if (stump !== null && field.value.length > stump.length && field.value.startsWith(stump)) return;
      stump = null;
      if (field.value === "") return;
      say(field.checkValidity() ? "" : refusal(control, field));
      if (field.checkValidity()) change(control.name, read(field));
    });
    field.addEventListener("blur", () => {
      stump = null;
      refresh(); // what could not be used gives way to what is used
      say("");
    });
  }
  if (model.get("exported")) {
    fieldset.disabled = true;
    html(fieldset, "small", {}, "These work in the notebook, where Python runs.");
  }
  fieldset.hidden = !model.get("controls").length;

  function refresh() {
    for (const [name, { field, reading }] of Object.entries(fields)) {
      const value = model.get("settings")[name];
      if (field.type === "checkbox") field.checked = value;
      else if (document.activeElement !== field) field.value = value; // somebody may be half way through a number
      if (reading) write(reading, String(value));
    }
  }
  return refresh;
}

// ---- Play -------------------------------------------------------------------------------------------------------

// Goes through the frames from where they are, or from the first: a few slowly enough to look at each, many smoothly.
function playButton(parent, at, count, goTo) {
  const button = html(parent, "button", { type: "button", class: "play", "aria-label": "Play" }, "▶");
  let timer = 0;

  function stop(event) {
    if (event && button.contains(event.target)) return;
    clearInterval(timer);
    timer = 0;
    write(button, "▶");
    button.setAttribute("aria-label", "Play");
  }

  function step() {
    const many = Math.max(1, Math.round((count() * TICK) / SHOW));
    const next = Math.min(at() + many, count() - 1);
    goTo(next);
    if (next === count() - 1) stop();
  }

  button.addEventListener("click", () => {
    if (timer) return stop();
    if (at() === count() - 1) goTo(0);
    timer = setInterval(step, Math.min(LOOK, Math.max(TICK, SHOW / count())));
    write(button, "❚❚");
    button.setAttribute("aria-label", "Pause");
  });
  return { stop };
}

// ---- The widget ------------------------------------------------------------------------------------------------

// A sentence, and room for the longest there will be, so that nothing below moves when it changes.
function sentenceView(parent, terms) {
  const box = html(parent, "div", { class: "sentence" });
  const sentence = html(box, "p", { role: "status" });
  const room = html(box, "p", { "aria-hidden": "true", class: "room" });
  const reserve = (sentences) => {
    const longest = sentences.reduce((one, other) => (other.length > one.length ? other : one), room.textContent);
    terms.fill(room, longest);
  };
  return { sentence, reserve };
}

function render({ model, el }) {
  const root = html(el, "div", { class: "lesson-player", role: "group", "aria-label": model.get("label") });
  const body = html(root, "div", { class: "body" });
  const terms = termsView(root);
  html(body, "p", { class: "question" }, model.get("question"));
  const refreshControls = controlsView(body, model, ask, sayProblem);
  const row = html(body, "div", { class: "row moved" });
  const { stop } = playButton(row, () => index, () => frames.values.length, goTo);
  const label = html(row, "label", { class: "row quantity" });
  const quantity = html(label, "span");
  const slider = html(label, "input", { class: "slider", type: "range", min: 0, step: 1 });
  const reading = html(row, "span", { class: "reading", "aria-hidden": "true" });
  const { sentence, reserve } = sentenceView(body, terms);
  const stage = stageView(body, terms, goTo, () => slider.focus({ preventScroll: true }));
  const tables = tablesView(body, terms);
  const problem = html(body, "p", { class: "problem", role: "alert" });

  let frames, index = 0, stale = true, ticket = 0, patience = 0, wrong = "";
  const tell = throttle(() => model.save_changes(), TELL_EVERY);
  const say = throttle(words, SAY_EVERY);

  function goTo(next) {
    if (next === index) return;
    model.set("value", frames.values[next]);
    tell();
  }

  function build() {
    frames = model.get("_frames");
    terms.build(frames.terms ?? []);
    stage.build(model.get("_stage"), frames);
    tables.build(frames);
    reserve(frames.sentences);
    write(quantity, frames.quantity);
    slider.max = frames.values.length - 1;
    row.hidden = frames.values.length === 1;
    index = 0;
  }

  // The marks follow at every frame; words, which nobody reads that fast, a little later.
  function paint() {
    ticket = 0;
    const fresh = stale;
    if (fresh) build();
    stale = false;
    const value = model.get("value");
    index = nearest(frames.values.length, (i) => Math.abs(frames.values[i] - value), index);
    stage.move(index);
    if (fresh) words();
    else say();
  }

  function words() {
    stage.say(index);
    tables.move(index);
    write(reading, entry(frames.readings, index));
    terms.fill(sentence, entry(frames.sentences, index));
    slider.value = index;
    slider.setAttribute("aria-valuetext", sentence.textContent);
  }

  const schedule = () => (ticket ||= requestAnimationFrame(paint));
  const rebuild = () => {
    stale = true;
    schedule();
  };

  function ask(settings) {
    if (JSON.stringify(settings) === JSON.stringify(model.get("settings"))) return;
    model.set("settings", settings);
    model.save_changes();
    root.setAttribute("aria-busy", "true");
    clearTimeout(patience);
    patience = setTimeout(() => write(problem, SILENCE), PATIENCE);
  }

  function answered() {
    root.removeAttribute("aria-busy");
    clearTimeout(patience);
    sayProblem(wrong);
  }

  // What is wrong with a field comes before what is wrong with the frames on show, also when a late answer comes.
  function sayProblem(words) {
    wrong = words;
    write(problem, wrong || model.get("problem"));
  }

  keepKeys(root);
  for (const kind of ["pointerdown", "keydown"]) body.addEventListener(kind, stop); // a hand on it ends the show
  slider.addEventListener("input", () => goTo(slider.valueAsNumber));
  // While the slider has the focus it speaks the sentence itself; twice would be noise.
  slider.addEventListener("focus", () => sentence.setAttribute("aria-live", "off"));
  slider.addEventListener("blur", () => sentence.removeAttribute("aria-live"));

  const heard = {
    "change:value": schedule,
    "change:_frames": rebuild,
    "change:_stage": rebuild,
    "change:settings": refreshControls,
    "change:answers": answered,
  };
  for (const [event, handler] of Object.entries(heard)) model.on(event, handler);
  refreshControls();
  answered();
  paint();
  comeIntoView(model, root);

  return () => {
    stop();
    clearTimeout(patience);
    cancelAnimationFrame(ticket);
    for (const [event, handler] of Object.entries(heard)) model.off(event, handler);
  };
}

export default { render, parts: { cutsOf, fraction, inPieces, isKept, keepKeys, nearest, pixels, throttle } };
