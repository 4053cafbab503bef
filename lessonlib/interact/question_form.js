// One question of a card, as a form. It shows what was answered and hands back what is chosen.

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
    this.button = make("button", { type: "submit" });
    this.status = make("p", { role: "status" });
    this.form = this.build(legend, make("footer", {}, this.button, this.status));
    this.form.addEventListener("change", () => this.choose());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.press();
    });
    this.draw();
  }

  build(legend, footer) {
    const { options, confidences } = this.item;
    this.answer = radioGroup("answer", legend, options.map(({ text }) => [text, text]));
    this.confidence = radioGroup(
      "confidence",
      "How sure are you of being right?",
      (confidences || []).map((percent) => [percent, `${percent} %`]),
    );
    return confidences
      ? make("form", { class: "prediction" }, this.answer, this.confidence, footer)
      : make("form", { class: "quiz" }, this.answer, footer);
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
    this.lock(false);
    this.fill(given);
    this.lock(Boolean(look.locked));
    this.button.textContent = look.button;
    this.button.hidden = !look.button;
    this.say(look);
    this.drawn = this.state;
  }

  fill(given) {
    if (!given) return;
    this.check("answer", given.option);
    this.check("confidence", given.confidence);
  }

  lock(locked) {
    this.confidence.disabled = locked || this.unsure;
    this.answer.disabled = locked;
  }

  get locked() {
    return this.answer.disabled;
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
    if (this.locked) {
      this.changing = true;
      return this.draw();
    }
    const { trouble, ...given } = this.read();
    if (trouble) return this.say({ words: trouble });
    this.changing = false;
    this.keep(given);
    this.draw();
  }

  // What is chosen, or in words what is still missing.
  read() {
    const option = this.chosen("answer");
    const percent = this.chosen("confidence");
    if (option === null) return { trouble: "Choose an answer first." };
    if (this.item.confidences && percent === null && !this.unsure) return { trouble: "Say how sure you are, too." };
    return { option, confidence: percent === null ? null : Number(percent) };
  }

  keep(given) {
    this.model.set("answers", { ...this.model.get("answers"), [this.item.id]: given });
    this.model.save_changes();
    if (this.item.confidences && !this.model.get("exported")) setTimeout(() => this.complain(given), PATIENCE);
  }

  complain(given) {
    const kept = JSON.stringify(this.model.get("kept")[this.item.id]) === JSON.stringify(given);
    if (!kept && this.given === given) this.say({ verdict: "Not kept:", words: NOT_KEPT, tone: "wrong" });
  }
}
