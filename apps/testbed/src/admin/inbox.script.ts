/**
 * What the inbox does in the browser.
 *
 * Everything shown is set as text, never as markup; rows are added, one is replaced when more
 * becomes known of its message, and the oldest go first.
 */
export const INBOX_SCRIPT = String.raw`
const MOST_ROWS = 200;
const NAMES = { twilio: 'Twilio', 'aws-sns': 'AWS SNS', 'aws-eum': 'AWS End User Messaging' };
const CODES = { twilio: '21610', 'aws-sns': 'AccessDenied', 'aws-eum': 'PRICE_OVER_THRESHOLD' };
const COUNT_NAMES = { received: 'requests', taken: 'taken', sdkRetries: 'SDK retries' };
const CODE = /(?<![\d+])\d{4,8}(?!\d)/;
const LOST = ['failed', 'undelivered', 'not-delivered'];
const at = (id) => document.getElementById(id);
const list = at('messages');
const rows = new Map();
const cards = new Map();
let available = {};

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

function isWanted(message) {
  const number = at('number').value.replace(/[^\d+]/g, '');
  const provider = at('provider').value;
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
  const query = new URLSearchParams({ limit: String(MOST_ROWS), provider: at('provider').value });
  const number = at('number').value.trim();
  if (/^\+\d{7,15}$/.test(number)) query.set('to', number);
  const answer = await fetch('messages?' + query);
  const messages = await answer.json();
  showNone();
  show(messages);
}

function refill() {
  inTurn(fill);
}

async function cardFor(provider) {
  if (cards.has(provider)) return cards.get(provider);
  const card = at('provider-card').content.cloneNode(true).firstElementChild;
  const form = card.querySelector('form');
  card.querySelector('h2').textContent = NAMES[provider] || provider;
  form.code.placeholder = CODES[provider] || '';
  for (const name of Object.keys(available)) form.fault.append(new Option(name, name));
  const describe = () => {
    const { does, taken, settings } = available[form.fault.value];
    const ending = { yes: ' The message is taken.', no: ' The message is not taken.', 'as failed': '' }[taken];
    card.querySelector('.does').textContent = does.replaceAll(String.fromCharCode(96), '') + ending;
    for (const field of form.querySelectorAll('[data-setting]')) {
      const setting = field.dataset.setting;
      field.hidden = setting === 'probability' ? form.fault.value === 'healthy' : !settings.includes(setting);
    }
  };
  form.fault.addEventListener('change', describe);
  form.addEventListener('submit', (event) => { event.preventDefault(); apply(provider, card, form); });
  describe();
  cards.set(provider, card);
  at('providers').append(card);
  at('provider').append(new Option(NAMES[provider] || provider, provider));
  return card;
}

async function apply(provider, card, form) {
  const order = { fault: form.fault.value };
  for (const setting of available[order.fault].settings) {
    const given = form[setting].value.trim();
    if (given !== '') order[setting] = setting === 'code' ? given : Number(given);
  }
  if (order.fault !== 'healthy') order.probability = Number(form.share.value) / 100;
  const answer = await fetch('faults/' + provider, { method: 'PUT', body: JSON.stringify(order) });
  const problem = card.querySelector('.problem');
  problem.hidden = answer.ok;
  problem.textContent = answer.ok ? '' : (await answer.json()).detail;
}

async function showState(providers) {
  for (const { provider, faults, counts } of providers) {
    const card = await cardFor(provider);
    const state = card.querySelector('.state');
    state.dataset.state = faults.length === 0 ? 'healthy' : 'faulty';
    state.textContent = faults.map(titleOf).join(', ') || 'healthy';
    follow(card.querySelector('form'), faults);
    const shown = Object.entries(counts).filter(([name, count]) => count > 0 || name === 'received' || name === 'taken');
    card.querySelector('.counts').replaceChildren(...shown.map(([name, count]) => {
      const pair = element('div');
      pair.append(element('dt', '', COUNT_NAMES[name] || name), element('dd', '', count.toLocaleString()));
      return pair;
    }));
  }
}

// The form follows what is switched on, unless that is unchanged: then somebody may be filling it in.
function follow(form, faults) {
  const switched = JSON.stringify(faults);
  if (form.dataset.switched === switched) return;
  form.dataset.switched = switched;
  const { fault, probability, ...settings } = faults[0] || { fault: 'healthy', probability: 1 };
  form.fault.value = fault;
  form.share.value = String(Math.round(probability * 100));
  for (const name of ['latencyMs', 'retryAfterSeconds', 'code']) form[name].value = settings[name] ?? '';
  form.fault.dispatchEvent(new Event('change'));
}

function titleOf({ fault, probability, code }) {
  const title = code === undefined ? fault : fault + ' ' + code;
  return probability === 1 ? title : title + ' ' + Math.round(probability * 100) + '%';
}

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
  events.addEventListener('cleared', () => inTurn(showNone));
  events.addEventListener('state', ({ data }) => showState(JSON.parse(data)));
}

at('filter').addEventListener('submit', (event) => event.preventDefault());
at('number').addEventListener('input', refill);
at('provider').addEventListener('change', refill);
at('clear').addEventListener('click', () => fetch('messages', { method: 'DELETE' }));
start();
`;
