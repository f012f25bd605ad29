import { Panel } from './panel';
import { browserKeep, Customer, onBack } from './sdk';
import { wordsFor } from './words';

/** What a shop's page may say to the widget. */
export interface BootOptions {
  /** The web account of the hub's settings. */
  account?: string;
  /** The merchant's JWT for the shop's logged-in user; left out: an anonymous visitor, remembered in this browser. */
  token?: string;
  /** Gives a new JWT when the old one has expired. */
  renew?: () => Promise<string>;
  /** Such as `zh-CN`; left out: the page's, else the browser's, as they were when the bubble came. */
  language?: string;
}

export interface SeraiApi {
  /** Puts the bubble on the page, or changes whose conversation it shows (after the user logged in or out). */
  boot(options?: BootOptions): void;
  open(): void;
  close(): void;
  /** Takes the bubble off the page and closes the connection. */
  shutdown(): void;
}

declare global {
  interface Window {
    Serai?: SeraiApi;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const base = script === null ? window.location.href : new URL(script.src, window.location.href).href;

let panel: Panel | null = null;
let client: Customer | null = null;

const api: SeraiApi = {
  boot(options = {}) {
    const account = options.account ?? script?.dataset.account ?? 'main';
    const language = options.language ?? script?.dataset.language ?? (document.documentElement.lang || navigator.language);
    client?.stop();
    client = new Customer({
      base,
      channel: 'web',
      account,
      token: options.token || undefined, // a shop's page may have null or '' for nobody
      renew: options.renew,
      keep: browserKeep(),
    });
    const words = wordsFor(language);
    const stood = options.language !== undefined && panel !== null && panel.words !== words ? panel : null;
    if (stood !== null) {
      stood.attach(client); // What was begun in it goes along to whom one is now, and is found by the next.
      stood.remove();
      panel = null;
    }
    panel ??= new Panel(words, base);
    if (!panel.host.isConnected) {
      // A script in the head comes before there is a body, and some shops put another in its place from page to page.
      (document.body ?? document.documentElement).append(panel.host);
    }
    panel.attach(client);
    if (stood?.isOpen === true) {
      panel.open();
    }
    // Who merely looks at the shop is no visitor yet: the conversation begins when the panel is opened.
    if (client.known) {
      client.start();
    }
  },
  open: () => panel?.open(),
  close: () => panel?.close(),
  shutdown() {
    client?.stop();
    panel?.remove();
    client = null;
    panel = null;
  },
};

window.Serai = api;
onBack(() => client?.retryNow());

// With data-account the widget starts by itself; without, the page calls Serai.boot.
if (script?.dataset.account !== undefined) {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => api.boot());
  } else {
    api.boot();
  }
}
