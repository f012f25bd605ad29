/**
 * The widget's look. It lives in a shadow root: the shop's styles can't reach it, nor it the shop's. But what the shop says of
 * every element it says of the host too, and that is inherited, unless what is said in here is important. `all` leaves the
 * direction as the shop has it, which is not that of our words.
 */
const STYLE = `
:host { all: initial !important; direction: ltr !important; --brand: var(--serai-color, #0f766e); --z: 2147483000; }
* { box-sizing: border-box; }
.root { font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif; color: #1d2329; }
.root { --surface: #fff; --page: #f4f5f7; --line: #e4e7ea; --quiet: #66717b; --theirs: #fff; --text: #1d2329; --warn: #8a5a00; --warn-soft: #fff4de; --bad: #c4382f; }
button { font: inherit; cursor: pointer; }
button:focus-visible, textarea:focus-visible, a:focus-visible, .lines:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
.bubble { position: fixed; right: 20px; bottom: calc(20px + env(safe-area-inset-bottom)); z-index: var(--z); width: 56px; height: 56px; border: 0; border-radius: 50%; background: var(--brand); color: #fff; box-shadow: 0 6px 20px rgb(0 0 0 / 22%); display: grid; place-items: center; padding: 0; transition: transform .15s; }
.bubble:hover { transform: scale(1.05); }
.badge { position: absolute; top: -3px; right: -3px; min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; background: #c4382f; color: #fff; font-size: 12px; font-weight: 600; line-height: 20px; }
.panel { position: fixed; right: 20px; bottom: calc(88px + env(safe-area-inset-bottom)); z-index: var(--z); width: 372px; height: min(600px, calc(100vh - 112px)); display: flex; flex-direction: column; overflow: hidden; border-radius: 16px; background: var(--page); color: var(--text); box-shadow: 0 12px 48px rgb(0 0 0 / 22%); }
[hidden] { display: none !important; }
header { display: flex; align-items: center; gap: 8px; padding: 14px 10px 14px 18px; background: var(--brand); color: #fff; }
header b { flex: 1; font-size: 16px; font-weight: 600; }
header button { width: 40px; height: 40px; border: 0; border-radius: 10px; background: none; color: inherit; display: grid; place-items: center; }
header button:hover { background: rgb(255 255 255 / 16%); }
header button:focus-visible { outline-color: #fff; }
.notice { padding: 8px 18px; background: var(--warn-soft); color: var(--warn); font-size: 13px; }
.notice button { padding: 0 0 0 8px; border: 0; background: none; color: inherit; text-decoration: underline; }
.lines { flex: 1; min-height: 0; overflow: hidden auto; overscroll-behavior: contain; padding: 14px 14px 4px; }
.line { position: relative; display: flex; flex-direction: column; align-items: flex-start; margin-bottom: 8px; }
.line.mine { align-items: flex-end; }
.who { margin: 4px 6px 2px; color: var(--quiet); font-size: 12px; }
.mine .who { position: absolute; clip-path: inset(50%); }
.said { max-width: 84%; padding: 8px 12px; border-radius: 14px; background: var(--theirs); overflow: hidden; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext; box-shadow: 0 1px 2px rgb(20 28 36 / 7%); }
.mine .said { background: var(--brand); color: #fff; }
.said a { color: inherit; }
.said img { display: block; max-width: 100%; max-height: 220px; min-height: 40px; border-radius: 8px; }
.said small { display: block; opacity: .8; }
.said dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 6px 0 0; white-space: normal; }
.said dt { opacity: .75; } .said dd { margin: 0; text-align: right; }
.going .said { animation: going 0s 1s forwards; }
@keyframes going { to { background: none; color: var(--text); box-shadow: inset 0 0 0 1px var(--brand); } }
.failed { margin-top: 2px; padding: 4px 0; border: 0; background: none; color: var(--bad); font-size: 12px; }
.more { display: block; margin: 0 auto 10px; padding: 5px 12px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--quiet); font-size: 12px; }
.note { min-height: 22px; padding: 0 18px; color: var(--quiet); font-size: 12px; }
form { display: flex; align-items: flex-end; gap: 8px; padding: 8px 10px calc(10px + env(safe-area-inset-bottom)); background: var(--surface); border-top: 1px solid var(--line); }
textarea { flex: 1; min-width: 0; height: 40px; max-height: 120px; padding: 9px 12px; resize: none; border: 1px solid var(--line); border-radius: 12px; background: var(--page); color: inherit; font: inherit; line-height: 20px; }
textarea::placeholder { color: var(--quiet); }
form button { flex: none; width: 40px; height: 40px; border: 0; border-radius: 12px; background: var(--brand); color: #fff; display: grid; place-items: center; }
form button:disabled { opacity: .4; cursor: default; }
@media (pointer: coarse) {
  header button, form button { width: 44px; height: 44px; }
  textarea { height: 44px; padding: 11px 12px; }
  .more, .failed, .notice button { min-height: 44px; }
}
@media (max-width: 480px) {
  .panel { inset: 0; width: auto; height: auto; border-radius: 0; }
  header { padding-top: calc(14px + env(safe-area-inset-top)); }
  .panel:not([hidden]) ~ .bubble { display: none; }
  textarea { font-size: 16px; }
}
@media (prefers-color-scheme: dark) {
  .root.auto { --surface: #1b1f23; --page: #14171a; --line: #30363d; --quiet: #9aa5ae; --theirs: #262c32; --text: #e4e8eb; --warn: #e6b35a; --warn-soft: #36290f; --bad: #f0837a; }
}
@media (prefers-reduced-motion: reduce) { .bubble { transition: none; } }
@media (forced-colors: active) { .panel, .bubble, .said, form button { border: 1px solid; } }
`;

/** By a sheet of the script's own: a Content-Security-Policy of the shop's has a say in style elements. */
export function dress(shadow: ShadowRoot): void {
  if ('adoptedStyleSheets' in shadow) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
  } else {
    const style = document.createElement('style');
    style.textContent = STYLE;
    (shadow as ShadowRoot).append(style);
  }
}
