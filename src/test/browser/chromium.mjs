import { chromium } from 'playwright-core';
import { systemChromium } from './system.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // A page that the test itself makes up counts as one from the internet, which may not call this machine.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
];

/**
 * A browser: the system's, else the one that comes as an npm package. Without the package's own arguments: they are for one page
 * in one process, where everybody's browser would share its cookies and storage with all others, and end with the first.
 */
export async function launch() {
  const executablePath = systemChromium() ?? (await import('@sparticuz/chromium')).default.executablePath();
  return chromium.launch({ executablePath: await executablePath, args: ARGS });
}
