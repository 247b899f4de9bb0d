/** What the inbox does with the providers' cards: a part of its script, which has NAMES, `at` and `element`. */
export const INBOX_CARDS_SCRIPT = `
const CODES = { twilio: '21610', 'aws-sns': 'AccessDenied', 'aws-eum': 'PRICE_OVER_THRESHOLD' };
const COUNT_NAMES = { received: 'requests', taken: 'taken', sdkRetries: 'SDK retries' };
const cards = new Map();
let available = {};

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
`;
