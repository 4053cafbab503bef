// A card of questions, for predictions and quizzes alike. It shows them and hands back what was chosen;
// feedback needs no kernel, keeping an answer does.

const PATIENCE = 3000; // ms: after that without an answer from Python, say that the commitment is not kept
const NOT_KEPT = "Python is not running behind this notebook. Run its cells from the top, then commit again.";

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function radioGroup(name, legend, choices) {
  const labels = choices.map(([value, words]) => {
    return make("label", {}, make("input", { type: "radio", name, value }), make("span", {}, words));
  });
  return make("fieldset", { class: name }, make("legend", {}, legend), make("div", {}, ...labels));
}

// How a quiz question looks for the answer given so far, if any. It can always be answered again.
function quizLook(item, given) {
  const option = given && item.options.find(({ text }) => text === given.option);
  if (!option) return { button: "Check my answer" };
  const [verdict, tone] = option.correct ? ["Right.", "right"] : ["Not quite.", "wrong"];
  return { button: "Check my answer", verdict, tone, words: option.feedback };
}

// How a prediction looks: once committed it is locked, until the learner changes their mind or the outcome closes it.
function predictionLook(given, changing, closed) {
  if (!given || (changing && !closed)) return { button: "Commit my prediction" };
  const sure = given.confidence === null ? "" : `, ${given.confidence} % sure`;
  const words = `“${given.option}”${sure}.${closed ? " The outcome has been revealed." : ""}`;
  return { locked: true, button: closed ? "" : "Change my mind", verdict: "Committed:", tone: "right", words };
}

// One question is one form: its radio buttons are a group of their own, and Enter commits.
class QuestionForm {
  constructor(model, item, legend) {
    Object.assign(this, { model, item, changing: false });
    this.answer = radioGroup("answer", legend, item.options.map(({ text }) => [text, text]));
    this.confidence = radioGroup(
      "confidence",
      "How sure are you of being right?",
      (item.confidences || []).map((percent) => [percent, `${percent} %`]),
    );
    this.button = make("button", { type: "submit" });
    this.status = make("p", { role: "status" });
    const footer = make("footer", {}, this.button, this.status);
    this.form = item.confidences
      ? make("form", { class: "prediction" }, this.answer, this.confidence, footer)
      : make("form", { class: "quiz" }, this.answer, footer);
    this.form.addEventListener("change", () => this.choose());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.press();
    });
    this.draw();
  }

  get given() {
    return this.model.get("answers")[this.item.id];
  }

  get state() {
    return JSON.stringify([this.given, this.model.get("closed")]);
  }

  chosen(name) {
    return new FormData(this.form).get(name); // null where nothing is chosen, and in a disabled group
  }

  get unsure() {
    return this.item.options.some((option) => option.unsure && option.text === this.chosen("answer"));
  }

  // Another question's answer must not undo a choice that is still being made in this one.
  update() {
    if (this.state !== this.drawn) this.draw();
  }

  draw() {
    const { given, changing } = this;
    const closed = this.model.get("closed");
    const look = this.item.confidences ? predictionLook(given, changing, closed) : quizLook(this.item, given);
    this.answer.disabled = false;
    if (given) {
      this.check("answer", given.option);
      this.check("confidence", given.confidence);
    }
    this.confidence.disabled = look.locked || this.unsure;
    this.answer.disabled = Boolean(look.locked);
    this.button.textContent = look.button;
    this.button.hidden = !look.button;
    this.say(look);
    this.drawn = this.state;
  }

  check(name, value) {
    for (const radio of this.form.querySelectorAll(`[name=${name}]`)) radio.checked = radio.value === String(value);
  }

  say({ words = "", verdict = "", tone = "" }) {
    this.status.className = tone;
    this.status.replaceChildren(...(verdict ? [make("strong", {}, verdict), " "] : []), words);
  }

  choose() {
    if (this.unsure) this.check("confidence", null);
    this.confidence.disabled = this.unsure;
    this.say({});
  }

  press() {
    if (this.answer.disabled) {
      this.changing = true;
      return this.draw();
    }
    const option = this.chosen("answer");
    const percent = this.chosen("confidence");
    if (option === null) return this.say({ words: "Choose an answer first." });
    if (this.item.confidences && percent === null && !this.unsure) {
      return this.say({ words: "Say how sure you are, too." });
    }
    this.changing = false;
    const given = { option, confidence: percent === null ? null : Number(percent) };
    this.model.set("answers", { ...this.model.get("answers"), [this.item.id]: given });
    this.model.save_changes();
    this.draw();
    if (this.item.confidences && !this.model.get("exported")) setTimeout(() => this.complain(given), PATIENCE);
  }

  complain(given) {
    const kept = JSON.stringify(this.model.get("kept")[this.item.id]) === JSON.stringify(given);
    if (!kept && this.given === given) this.say({ verdict: "Not kept:", words: NOT_KEPT, tone: "wrong" });
  }
}

// Of several questions one is shown at a time, at first the one that was not answered yet.
function turnPages(el, model, items, forms) {
  const [back, next] = ["Back", "Next question"].map((words) => make("button", { type: "button" }, words));
  const place = make("span", {});
  let shown = items.findIndex(({ id }) => !model.get("answers")[id]);
  if (shown < 0) shown = 0;

  function turn(by) {
    shown += by;
    forms.forEach(({ form }, index) => form.classList.toggle("aside", index !== shown));
    back.disabled = shown === 0;
    next.disabled = shown === forms.length - 1;
    place.textContent = `Question ${shown + 1} of ${forms.length}`;
  }
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  el.append(make("nav", {}, back, place, next));
  turn(0);
}

// At the end of a quiz, and only there: how the learner's predictions stand so far.
function standingOf({ words, right, sure }) {
  const way = make("div", { class: "lesson-way standing", "aria-hidden": "true" });
  way.append(make("i", { class: "yours" }), make("i", { class: "true" }));
  way.style.setProperty("--yours", `${100 * sure}%`);
  way.style.setProperty("--true", `${100 * right}%`);
  return make("div", { class: "so-far" }, make("p", {}, words), way);
}

function render({ model, el }) {
  const items = model.get("items");
  const forms = items.map((item, index) => {
    return new QuestionForm(model, item, items.length > 1 ? `${index + 1}. ${item.question}` : item.question);
  });
  const standing = model.get("standing");
  const soFar = items.length > 1 && standing?.words ? standingOf(standing) : null;
  const update = () => {
    forms.forEach((form) => form.update());
    if (soFar) soFar.hidden = !items.every(({ id }) => model.get("answers")[id]);
  };
  el.classList.add("lesson-question");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", model.get("title"));
  const row = make("div", { class: "forms" }, ...forms.map(({ form }) => form));
  el.append(make("p", { class: "title" }, model.get("title")), row);
  if (forms.length > 1) turnPages(el, model, items, forms);
  if (soFar) el.append(soFar);
  update();
  keepKeys(el);
  comeIntoView(model, el);
  const vote = model.send && new ClassVote(model, el); // not in an exported page
  const heard = () => vote?.heard();
  model.on("change:answers", update);
  model.on("change:closed", update);
  model.on("change:room", heard);
  return () => {
    vote?.stop();
    model.off("change:room", heard);
    model.off("change:answers", update);
    model.off("change:closed", update);
  };
}

export default { render };
