// A card in front of a class: how many have answered, the buttons that ask, close and show, and bars for the votes.
// Each time the card comes to the screen it asks Python whether a class is on; only if so, it keeps asking.

const SOON = 500; // ms between two looks while the class votes
const LATER = 2000;
const PATIENCE_WITH_PYTHON = 5000; // it may be busy with another cell
const ROUNDS = ["First vote", "Second vote"];

class ClassVote {
  constructor(model, el) {
    Object.assign(this, { model, el, at: 0, seen: false, asked: "", open: {} });
    this.head = make("p", { class: "question" });
    this.options = make("ol", {});
    this.status = make("p", { role: "status" });
    this.buttons = make("div", { class: "buttons" });
    this.join = make("aside", {});
    this.body = make("div", { class: "vote" }, this.join, this.head, this.options, this.buttons, this.status);
    el.append(this.body);
    this.onKey = (event) => this.key(event);
    window.addEventListener("keydown", this.onKey, true);
    this.pulse = setInterval(() => this.beat(), SOON);
    this.draw();
  }

  stop() {
    window.removeEventListener("keydown", this.onKey, true);
    clearInterval(this.pulse);
  }

  // Whether the card is on the screen, and in the deck on the slide that is shown.
  get shows() {
    const { top, bottom, width } = this.el.getBoundingClientRect();
    const onScreen = this.inDeck ? this.el.closest(".jp-deck-mod-visible") : bottom > 0 && top < window.innerHeight;
    return !document.hidden && width > 0 && Boolean(onScreen);
  }

  get inDeck() {
    return document.querySelector(".jp-Deck") !== null;
  }

  beat() {
    const before = this.seen;
    this.seen = this.shows;
    if (!before) this.bringUp();
    if (this.seen && (!before || (this.room && Date.now() >= this.due))) this.wish("look");
  }

  // Scroll a slide to what it would not show: a card that comes on, or has grown.
  bringUp() {
    if (this.seen && this.inDeck) this.el.scrollIntoView({ block: "nearest" });
  }

  get item() {
    return this.model.get("items")[this.at];
  }

  // How the class stands with the question that is shown; null where no class is on.
  get room() {
    const room = this.model.get("room");
    return room.phase ? (room.id === this.item.id ? room : { ...room, phase: "new", answered: 0, rounds: [], sure: [] }) : null;
  }

  wish(act) {
    this.due = Date.now() + PATIENCE_WITH_PYTHON;
    this.model.send({ do: act, id: this.item.id });
  }

  heard() {
    this.due = Date.now() + (this.room?.phase === "open" ? 0 : LATER);
    this.draw();
  }

  // What can be done now: words and deed, the likeliest first.
  get deeds() {
    const { phase, round } = this.room;
    const quiz = !this.item.confidences;
    const last = this.at === this.model.get("items").length - 1;
    const next = ["Next", () => this.next()];
    if (this.model.get("outcome")) return this.shown ? [] : [["Show the outcome", () => this.show()]];
    if (phase === "new") return [["Ask the class", () => this.wish("ask")]];
    if (phase === "open") return [["Close the vote", () => this.wish("close")]];
    const deeds = [];
    if (phase === "closed" && quiz) deeds.push(["Show the answer", () => this.wish("reveal")]);
    if (phase === "closed" && round < 2) deeds.push(["Ask again", () => this.wish("ask")]);
    if (phase === "closed") deeds.push([this.open[this.item.id] ? "Hide the votes" : "Show the votes", () => this.toggle()]);
    if (quiz ? !last : this.room.current) deeds.push(next);
    return deeds;
  }

  get shown() {
    return this.open.outcome || this.room.phase === "revealed";
  }

  show() {
    this.open.outcome = true;
    this.wish("reveal");
  }

  toggle() {
    this.open[this.item.id] = !this.open[this.item.id];
    this.draw();
  }

  // A quiz goes on to its next question, a prediction is taken off the phones.
  next() {
    this.wish("rest");
    if (!this.item.confidences) this.at += 1;
    this.wish("look");
    this.draw();
  }

  // In the deck, a clicker's forward key does the next thing in a round before it turns the slide.
  key(event) {
    const asks = this.room && this.inDeck && this.shows;
    const typing = event.key === " " && event.target.closest?.("button, input, textarea, [contenteditable]");
    if (!asks || !["PageDown", " "].includes(event.key) || event.shiftKey || typing) return;
    const [first] = this.deeds;
    if (!first || ["Ask again", "Show the votes", "Hide the votes"].includes(first[0])) return;
    if (first[0] === "Next" && this.item.confidences) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    first[1]();
  }

  draw() {
    const room = this.room;
    this.el.classList.toggle("in-class", Boolean(room) || Boolean(this.model.get("outcome")));
    if (!room) return this.drawOutcomeAlone();
    const { item, shown } = this;
    const outcome = this.model.get("outcome");
    const number = this.model.get("items").length > 1 ? `${this.at + 1}. ` : "";
    this.head.textContent = outcome ? (shown ? `The outcome is “${outcome}”.` : item.question) : number + item.question;
    const bars = shown || this.open[item.id];
    this.options.replaceChildren(...item.options.map((option, index) => this.row(option, index, bars ? room.rounds : [])));
    this.status.textContent = this.says(room);
    this.drawButtons();
    this.drawJoin(room);
    this.bringUp();
  }

  drawOutcomeAlone() {
    const outcome = this.model.get("outcome");
    for (const part of [this.options, this.buttons, this.join]) part.replaceChildren();
    this.status.textContent = "";
    this.head.textContent = outcome && `The outcome is “${outcome}”.`;
  }

  row(option, index, rounds) {
    const right = this.shown && (this.room.answer === index || option.text === this.model.get("outcome"));
    const bars = rounds.map((votes, round) => {
      const all = votes.reduce((sum, [count]) => sum + count, 0);
      const [count, sure] = votes[index];
      const share = all ? Math.round((100 * count) / all) : 0;
      const bar = make("span", { class: "bar", style: `width: ${share}%` });
      const words = `${rounds.length > 1 ? `${ROUNDS[round]}: ` : ""}${count} (${share} %)${sure === null ? "" : `, ${sure} % sure`}`;
      return make("div", { class: `votes round-${round + 1}` }, make("span", { class: "track" }, bar), make("span", {}, words));
    });
    const text = make("span", { class: "text" }, option.text, ...(right ? [make("strong", {}, " ✓ right")] : []));
    const feedback = right && option.feedback ? [make("p", { class: "feedback" }, option.feedback)] : [];
    return make("li", right ? { class: "right" } : {}, text, ...bars, ...feedback);
  }

  says({ phase, round, answered, phones, advice, trouble, full, sure }) {
    const certainty = sure.map((mean) => `${mean} %`).join(", then ");
    const here = `${phones} ${phones === 1 ? "phone is" : "phones are"} here.`;
    const away = full ? ` ${full} turned away: too many from one address (--phones).` : "";
    const count = `${answered} of ${phones} have answered`;
    const vote = round > 1 ? "Second vote" : "First vote";
    if (trouble) return trouble;
    if (phase === "new") return here + away;
    if (phase === "open") return `${vote}: ${count}.${away}`;
    if (phase === "closed") return `${vote} closed: ${answered} answers. ${advice}`;
    return sure.some((mean) => mean !== null) ? `On average they were ${certainty} sure.` : "";
  }

  drawButtons() {
    const deeds = this.deeds;
    const words = deeds.map(([word]) => word).join();
    if (words === this.asked) return;
    this.asked = words;
    const focused = this.buttons.contains(document.activeElement);
    const buttons = deeds.map(([word, deed], index) => {
      const button = make("button", { type: "button", ...(index ? { class: "second" } : {}) }, word);
      button.addEventListener("click", deed);
      return button;
    });
    this.buttons.replaceChildren(...buttons);
    if (focused) buttons[0]?.focus();
  }

  drawJoin({ phase, address, qr }) {
    if (!["new", "open"].includes(phase) || this.model.get("outcome")) return this.join.replaceChildren();
    if (this.join.dataset.address === address && this.join.firstChild) return;
    this.join.dataset.address = address;
    const words = address.replace(/^https?:\/\//, "");
    this.join.replaceChildren(make("img", { src: qr, alt: `QR code of ${address}` }), make("strong", {}, words));
  }
}
