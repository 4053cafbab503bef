// A card of questions, for predictions and quizzes alike. It shows them and hands back what was chosen;
// feedback needs no kernel, keeping an answer does.

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
  el.classList.add("lesson-question");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", model.get("title"));
  el.append(make("p", { class: "title" }, model.get("title")));
  keepKeys(el);
  comeIntoView(model, el);
  if (items[0].truth) return showOutcome(model, el, items[0]);
  const forms = items.map((item, index) => {
    const legend = items.length > 1 ? `${index + 1}. ${item.question}` : item.question;
    return item.sketch ? new SketchForm(model, item, legend) : new QuestionForm(model, item, legend);
  });
  const standing = model.get("standing");
  const soFar = items.length > 1 && standing?.words ? standingOf(standing) : null;
  const update = () => {
    forms.forEach((form) => form.update());
    if (soFar) soFar.hidden = !items.every(({ id }) => model.get("answers")[id]);
  };
  const row = make("div", { class: "forms" }, ...forms.map(({ form }) => form));
  el.append(row);
  if (forms.length > 1) turnPages(el, model, items, forms);
  if (soFar) el.append(soFar);
  update();
  const vote = model.send && !items[0].sketch && new ClassVote(model, el); // not in an exported page; nobody votes by drawing
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
