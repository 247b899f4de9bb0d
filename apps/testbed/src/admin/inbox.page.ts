import { createHash } from 'node:crypto';
import { INBOX_SCRIPT } from './inbox.script.js';
import { INBOX_STYLE } from './inbox.style.js';

/** The inbox: one page, with nothing loaded from elsewhere. */
export const INBOX_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Testbed inbox</title>
<style>${INBOX_STYLE}</style>
</head>
<body>
<header>
  <div class="wide bar">
    <h1>Testbed inbox</h1>
    <p id="live" role="status" data-live="connecting">Connecting…</p>
  </div>
</header>
<main class="wide">
  <section class="providers" id="providers" aria-label="Providers"></section>
  <section aria-labelledby="messages-title">
    <form class="bar tools" id="filter">
      <h2 id="messages-title">Messages <span class="count" id="shown" role="status">0</span></h2>
      <label class="field">Number <input id="number" type="search" inputmode="tel" placeholder="+4915…" autocomplete="off"></label>
      <label class="field">Provider
        <select id="provider"><option value="">All</option></select>
      </label>
      <button type="button" class="quiet" id="clear">Clear all</button>
    </form>
    <ol class="messages" id="messages"></ol>
    <p class="empty" id="empty">Nothing has been sent yet. Messages appear here as soon as a provider takes them.</p>
  </section>
</main>
<template id="provider-card">
  <article class="card">
    <div class="bar">
      <h2></h2>
      <p class="state"></p>
    </div>
    <dl class="counts"></dl>
    <form class="fault">
      <label class="field grow">Behaviour <select name="fault"></select></label>
      <label class="field" data-setting="latencyMs">Latency, ms <input name="latencyMs" type="number" min="1" max="600000" placeholder="3000"></label>
      <label class="field" data-setting="retryAfterSeconds">Retry after, s <input name="retryAfterSeconds" type="number" min="0" max="86400" placeholder="none"></label>
      <label class="field" data-setting="code">Code <input name="code" autocomplete="off" placeholder="21610"></label>
      <label class="field" data-setting="probability">Share, % <input name="share" type="number" min="0" max="100" value="100"></label>
      <button type="submit">Apply</button>
    </form>
    <p class="does"></p>
    <p class="problem" role="alert" hidden></p>
  </article>
</template>
<script>${INBOX_SCRIPT}</script>
</body>
</html>
`;

/** Only the page's own style and script run. */
export const INBOX_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    `style-src '${hashOf(INBOX_STYLE)}'`,
    `script-src '${hashOf(INBOX_SCRIPT)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
