import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe'];
const PLACES = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/Applications/Google Chrome.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application',
];

/** The system's Chromium or Chrome, wherever it is usually found; null if there is none. */
export function systemChromium() {
  for (const place of PLACES) {
    for (const name of [...NAMES, 'Google Chrome']) {
      const path = join(place, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: look on.
      }
    }
  }
  return null;
}

/** A browser: the system's, else the one that comes as an npm package. */
export async function launch() {
  const system = systemChromium();
  if (system !== null) {
    return chromium.launch({ executablePath: system, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  }
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args });
}
