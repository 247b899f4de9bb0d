import { INBOX_CARDS_SCRIPT } from './inbox.cards.script.js';

/**
 * What the inbox does in the browser.
 *
 * Everything shown is set as text, never as markup; rows are added, one is replaced when more
 * becomes known of its message, and the oldest go first.
 */
export const INBOX_SCRIPT = String.raw`
const MOST_ROWS = 200;
const NAMES = { twilio: 'Twilio', 'aws-sns': 'AWS SNS', 'aws-eum': 'AWS End User Messaging' };
const CODE = /(?<![\d+])\d{4,8}(?!\d)/;
const LOST = ['failed', 'undelivered', 'not-delivered'];
const at = (id) => document.getElementById(id);
const list = at('messages');
const rows = new Map();

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function bodyOf(text) {
  const body = element('p', 'body');
  const code = CODE.exec(text);
  if (!code) { body.textContent = text; return body; }
  body.append(text.slice(0, code.index), element('mark', '', code[0]), text.slice(code.index + code[0].length));
  return body;
}

function rowOf(message) {
  const row = element('li');
  row.dataset.id = message.id;
  const who = element('div', 'who');
  who.append(element('span', 'to', message.to), element('span', 'badge', NAMES[message.provider] || message.provider));
  who.append(element('span', 'from', message.from === null ? 'sender chosen by the provider' : 'from ' + message.from));
  const time = element('time', '', new Date(message.acceptedAt).toLocaleTimeString());
  time.dateTime = message.acceptedAt;
  const foot = element('div', 'foot');
  foot.append(element('span', '', message.segments + (message.segments === 1 ? ' segment' : ' segments')));
  const status = message.reason === undefined ? message.status : message.status + ': ' + message.reason;
  foot.append(element('span', LOST.includes(message.status) ? 'lost' : '', status));
  if (message.feedback !== undefined) foot.append(element('span', '', 'feedback: ' + message.feedback));
  row.append(who, time, bodyOf(message.body), foot);
  return row;
}

function selection() {
  return { provider: at('provider').value, number: at('number').value.replace(/[^\d+]/g, '') };
}

function isWanted(message) {
  const { provider, number } = selection();
  return (number === '' || message.to.includes(number)) && (provider === '' || message.provider === provider);
}

function show(messages) {
  for (const message of messages.toReversed()) {
    if (rows.has(message.id) || !isWanted(message)) continue;
    const row = rowOf(message);
    rows.set(message.id, row);
    list.prepend(row);
  }
  while (list.children.length > MOST_ROWS) {
    rows.delete(list.lastElementChild.dataset.id);
    list.lastElementChild.remove();
  }
  const count = list.children.length;
  at('shown').textContent = count === MOST_ROWS ? 'latest ' + count : String(count);
  at('empty').hidden = count > 0;
}

function showAgain(messages) {
  for (const message of messages) {
    if (!rows.has(message.id)) continue;
    const row = rowOf(message);
    rows.get(message.id).replaceWith(row);
    rows.set(message.id, row);
  }
}

function showNone() {
  rows.clear();
  list.replaceChildren();
  show([]);
}

// One thing after the other: an answer that is under way must not undo what was told meanwhile.
let shown = Promise.resolve();
function inTurn(step) {
  shown = shown.then(step, step);
}

async function fill() {
  const query = new URLSearchParams({ limit: String(MOST_ROWS), ...selection() });
  const answer = await fetch('messages?' + query);
  const messages = await answer.json();
  showNone();
  show(messages);
}

function refill() {
  inTurn(fill);
}

// Of all of them the latest are told; of a selection there may be others.
function refillSelection() {
  if (Object.values(selection()).some((chosen) => chosen !== '')) refill();
}

${INBOX_CARDS_SCRIPT}
function live(state, text) {
  at('live').dataset.live = state;
  at('live').textContent = text;
}

async function start() {
  available = (await (await fetch('faults')).json()).available;
  const events = new EventSource('events');
  events.addEventListener('open', () => { live('on', 'Live'); refill(); });
  events.addEventListener('error', () => live('off', 'Reconnecting…'));
  events.addEventListener('messages', ({ data }) => inTurn(() => show(JSON.parse(data))));
  events.addEventListener('revised', ({ data }) => inTurn(() => showAgain(JSON.parse(data))));
  events.addEventListener('more', refillSelection);
  events.addEventListener('cleared', () => inTurn(showNone));
  events.addEventListener('state', ({ data }) => showState(JSON.parse(data)));
}

at('filter').addEventListener('submit', (event) => event.preventDefault());
at('number').addEventListener('input', refill);
at('provider').addEventListener('change', refill);
at('clear').addEventListener('click', () => fetch('messages', { method: 'DELETE' }));
start();
`;
