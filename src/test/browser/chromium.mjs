import { chromium } from 'playwright-core';
import { systemChromium } from './system.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // A page that the test itself makes up counts as one from the internet, which may not call this machine.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
];

/** A browser: the system's, else the one that comes as an npm package. */
export async function launch() {
  const system = systemChromium();
  if (system !== null) {
    return chromium.launch({ executablePath: system, args: ARGS });
  }
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packaged.executablePath(), args: [...packaged.args, ...ARGS] });
}
