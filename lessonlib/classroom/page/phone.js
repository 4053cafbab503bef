// What a phone in a class shows: the question that the teacher asks, and how one's own answers went.
// Texts come from the teacher's notebook and go into the page as text, never as markup.

const NOT_SURE = "Not sure";
const KEY = "lesson-voter";
const RETRY = 2000; // ms
const POLL = 10000; // ms: where a proxy holds the stream back, news still comes
const VERDICTS = {
  "too sure": "You were surer than you were right.",
  "not sure enough": "You were right more often than you were sure.",
  "can't tell": "That fits so far: no mismatch can be seen.",
};
const [now, said, record, trouble] = ["now", "said", "record", "trouble"].map((id) => document.getElementById(id));
let state = {};
let votes = []; // one's own, a question each
let judged = null;
let stream;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// The token is one's own number. Where nothing may be stored, it lives in the address, behind the #.
let token = kept();

function kept() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return location.hash.slice(1);
  }
}

function keep(value) {
  token = value;
  try {
    localStorage.setItem(KEY, value);
  } catch {
    history.replaceState(null, "", `#${value}`);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(path, body) {
  const method = body ? "POST" : "GET";
  const answer = await fetch(path, { method, body: body && JSON.stringify(body), headers: { "X-Voter": token } });
  if (answer.status === 409) throw new Error(await answer.text());
  if (!answer.ok) throw Object.assign(new Error("busy"), { status: answer.status });
  return answer.json();
}

// Ask until there is an answer: the network may be away for a while. A token of another class is replaced first.
async function insist(path, body, wanted = () => true) {
  while (wanted()) {
    try {
      if (!token) await join();
      const answer = await ask(path, body);
      trouble.textContent = "";
      return answer;
    } catch (error) {
      if (error.status === 403) await join();
      else if (error.name === "Error" && !error.status) return { refused: error.message };
      else trouble.textContent = "No answer from the class. Trying again …";
      await pause(RETRY * (0.5 + Math.random()));
    }
  }
  return {};
}

let joining;
async function join() {
  joining ??= ask("/join", {})
    .then((joined) => keep(joined.token))
    .catch((error) => void (trouble.textContent = error.message === "busy" ? "" : error.message))
    .finally(() => (joining = null));
  await joining;
}

async function recall() {
  const answer = await insist("/mine");
  votes = answer.votes ?? [];
  judged = answer.judged;
  draw(true);
}

function listen() {
  stream?.close();
  stream = new EventSource("/stream");
  stream.onmessage = (event) => hear(JSON.parse(event.data));
  stream.onopen = () => (trouble.textContent = "");
  stream.onerror = () => {
    trouble.textContent = state.phase === "over" ? "" : "No connection. Trying again …";
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  };
}

function hear(news) {
  const before = state;
  state = news;
  const learnt = news.class !== before.class || (news.phase !== before.phase && ["revealed", "over"].includes(news.phase));
  draw();
  // Not all phones at once: what the stream told is shown already.
  if (learnt) setTimeout(recall, before.class === news.class ? RETRY * Math.random() : 0);
}

let drawn;
function draw(again) {
  const look = [state.class, state.id, state.round, state.phase].join();
  if (look !== drawn || (again && state.phase !== "open")) {
    now.replaceChildren(...(LOOKS[state.phase] ?? LOOKS.resting)());
    said.textContent = "";
  }
  if (state.phase === "open") restore(look !== drawn);
  drawn = look;
  record.replaceChildren(...past());
}

const question = () => make("h2", {}, state.text);
const own = () => votes.find((vote) => vote.id === state.id);
const words = ([option, sure], options) => `“${options[option]}”${sure === null ? "" : `, ${sure} % sure`}`;

// “You first said …, then …” — of a question with its votes by round.
function told(vote) {
  const [first, second] = [vote?.votes[1], vote?.votes[2]];
  if (!first && !second) return "You did not vote.";
  if (!first || !second) return `You said ${words(first ?? second, vote.options)}.`;
  return `You first said ${words(first, vote.options)}, then ${words(second, vote.options)}.`;
}

const LOOKS = {
  resting: () => [make("p", {}, "Look to the front. The next question comes here by itself.")],
  over: () => [make("p", {}, "The class is over. Thank you!")],
  open: () => [...(state.round > 1 ? [make("p", {}, `Second vote. ${told(own())}`)] : []), form()],
  closed: () => [question(), make("p", {}, `${told(own())} The vote is closed: talk it over with your neighbours.`)],
  revealed: () => {
    const right = (own()?.votes[2] ?? own()?.votes[1])?.[0] === state.answer;
    const outcome = make("strong", {}, `“${state.options[state.answer]}”`);
    const end = right ? ", as you said." : ".";
    return [question(), make("p", {}, told(own())), make("p", { class: "outcome" }, "The outcome is ", outcome, end)];
  },
};

function radios(name, legend, texts) {
  const labels = texts.map(([value, text]) =>
    make("label", {}, make("input", { type: "radio", name, value }), make("span", {}, text)),
  );
  return make("fieldset", { class: name }, make("legend", {}, legend), ...labels);
}

function form() {
  const sure = state.confidences.map((percent) => [percent, `${percent} %`]);
  const parts = [radios("option", state.text, state.options.map((text, index) => [index, text]))];
  if (sure.length) parts.push(radios("sure", "How sure are you of being right?", sure));
  const made = make("form", {}, ...parts, make("button", {}, "Send my answer"));
  made.addEventListener("change", () => {
    said.textContent = "";
    unsure(made);
  });
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    send(made);
  });
  return made;
}

function unsure(made) {
  const chosen = new FormData(made).get("option");
  const off = state.options[chosen] === NOT_SURE;
  const group = made.querySelector(".sure");
  if (!group) return false;
  group.disabled = off;
  if (off) for (const radio of group.querySelectorAll("input")) radio.checked = false;
  return off;
}

// What was sent before, from this tab or another, stands in the form; a choice being made is left alone.
function restore(fresh) {
  const made = now.querySelector("form");
  const vote = own()?.votes[state.round];
  if (!vote || (!fresh && made.querySelector(":checked"))) return;
  for (const [name, value] of [["option", vote[0]], ["sure", vote[1]]]) {
    const radio = made.querySelector(`[name=${name}][value="${value}"]`);
    if (radio) radio.checked = true;
  }
  unsure(made);
  confirm(vote);
}

function confirm(vote) {
  said.textContent = `Counted: ${words(vote, state.options)}. You can change it until the vote is closed.`;
  now.querySelector("button").textContent = "Send another answer";
}

async function send(made) {
  const [option, sure] = ["option", "sure"].map((name) => new FormData(made).get(name));
  if (option === null) return void (said.textContent = "Choose an answer first.");
  if (sure === null && state.confidences.length && !unsure(made)) {
    return void (said.textContent = "Say how sure you are, too.");
  }
  const asked = state;
  const vote = [Number(option), sure === null ? null : Number(sure)];
  const body = { question: asked.id, round: asked.round, option: vote[0], confidence: vote[1] };
  said.textContent = "Sending …";
  const same = () => state.id === asked.id && state.round === asked.round && state.phase === "open";
  const answer = await insist("/vote", body, same);
  if (answer.counted) {
    const mine = own() ?? { id: asked.id, text: asked.text, options: asked.options, answer: null, votes: {} };
    if (!own()) votes.push(mine);
    mine.votes[asked.round] = vote;
    if (same()) confirm(vote);
  } else if (answer.refused && same()) said.textContent = answer.refused;
}

function past() {
  const met = votes.filter((vote) => vote.answer !== null && (vote.id !== state.id || state.phase === "over"));
  if (!judged && !met.length) return [];
  const rows = met.map((vote) => make("li", {}, make("b", {}, vote.text), ` ${told(vote)} It was “${vote.options[vote.answer]}”.`));
  const list = rows.length ? [make("ul", {}, ...rows)] : [];
  if (!judged) return [make("h2", {}, "So far"), ...list];
  const sentence =
    `Your first votes: ${judged.right} of ${judged.n} right (${Math.round((100 * judged.right) / judged.n)} %); ` +
    `on average you were ${judged.sure} % sure. ${VERDICTS[judged.word]}`;
  return [make("h2", {}, state.phase === "over" ? "How well you knew" : "So far"), make("p", {}, sentence), ...list];
}

const refresh = () => ask("/state").then(hear, () => {});
setInterval(() => document.visibilityState === "visible" && stream.readyState !== EventSource.OPEN && refresh(), POLL);
for (const [source, event] of [[document, "visibilitychange"], [window, "pageshow"], [window, "online"]]) {
  source.addEventListener(event, () => {
    if (document.visibilityState === "hidden" || !state.phase) return;
    listen();
    refresh();
  });
}
listen();
