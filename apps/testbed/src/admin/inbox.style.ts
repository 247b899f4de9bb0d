/** The look of the inbox, in the reader's own light or dark scheme. */
export const INBOX_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #101418);
  --surface: light-dark(#ffffff, #191f26);
  --line: light-dark(#dfe3e8, #2c343d);
  --text: light-dark(#1b2128, #e6eaee);
  --muted: light-dark(#59636e, #9aa6b2);
  --accent: light-dark(#0b5cad, #6db3f8);
  --on-accent: light-dark(#ffffff, #0d1b2a);
  --good: light-dark(#137a4a, #55c98d);
  --warn: light-dark(#a4460a, #f2a65a);
  --mark: light-dark(#fff1c2, #4a3d12);
  --red: light-dark(#b3261e, #ff8a80);
}
* { box-sizing: border-box; margin: 0; }
body { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; background: var(--ground); color: var(--text); }
header { background: var(--surface); border-bottom: 1px solid var(--line); }
.wide { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
.bar { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; }
header .bar { min-height: 60px; }
h1 { font-size: 18px; letter-spacing: -0.01em; }
h2 { font-size: 15px; }
header p, .state { margin-left: auto; font-size: 13px; color: var(--muted); display: flex; align-items: center; gap: 7px; }
header p::before, .state::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--muted); }
[data-live="on"]::before, [data-state="healthy"]::before { background: var(--good); }
[data-live="off"]::before, [data-state="faulty"]::before { background: var(--warn); }
[data-state="faulty"] { color: var(--warn); font-weight: 600; }
main.wide { padding-top: 24px; padding-bottom: 60px; display: grid; gap: 24px; }
.providers { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
.card, .messages li { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.card { padding: 16px 18px; display: grid; gap: 12px; align-content: start; }
.counts { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--muted); }
.counts div { display: flex; gap: 5px; }
.counts dd { order: -1; font-weight: 600; color: var(--text); font-variant-numeric: tabular-nums; }
form.fault { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; }
.field { display: grid; gap: 3px; font-size: 12px; color: var(--muted); }
.grow { flex: 1 1 170px; }
.fault .field:not(.grow) { width: 104px; }
input, select, button { font: inherit; font-size: 14px; height: 34px; padding: 0 10px; border-radius: 7px; border: 1px solid var(--line); background: var(--ground); color: var(--text); width: 100%; }
button { width: auto; padding: 0 16px; font-weight: 600; cursor: pointer; background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.quiet { background: transparent; color: var(--text); border-color: var(--line); font-weight: 500; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.does { font-size: 13px; color: var(--muted); }
.problem { font-size: 13px; color: var(--red); max-height: 90px; overflow: auto; }
.tools { align-items: end; margin-bottom: 12px; }
.tools h2 { margin-right: auto; align-self: center; }
.tools .field { width: 170px; }
.count { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; margin-left: 4px; }
.messages { list-style: none; padding: 0; display: grid; gap: 8px; }
.messages li { padding: 12px 16px; display: grid; gap: 4px 14px; grid-template-columns: 1fr auto; }
.messages .who { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
.messages .to { font-weight: 600; font-variant-numeric: tabular-nums; }
.messages .from, .messages time, .messages .foot { font-size: 13px; color: var(--muted); }
.messages time { font-variant-numeric: tabular-nums; text-align: right; }
.messages .body { grid-column: 1 / -1; white-space: pre-wrap; overflow-wrap: anywhere; }
.messages .foot { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 4px 12px; }
.badge { font-size: 12px; font-weight: 600; padding: 1px 8px; border-radius: 20px; border: 1px solid var(--line); color: var(--muted); }
.lost { color: var(--warn); font-weight: 600; }
mark { background: var(--mark); color: inherit; font-weight: 700; padding: 1px 5px; border-radius: 5px; letter-spacing: 0.06em; font-variant-numeric: tabular-nums; }
.empty { text-align: center; color: var(--muted); padding: 48px 20px; border: 1px dashed var(--line); border-radius: 10px; }
[hidden] { display: none !important; }
@media (max-width: 560px) { .tools h2 { width: 100%; } .tools .field { flex: 1 1 110px; width: auto; } }
`;
