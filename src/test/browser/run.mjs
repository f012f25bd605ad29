// node run.mjs <url of the hub | mock> <directory for screenshots>
// Makes sure that Playwright is there, and a Chromium if the system has none; then drives the pages.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemChromium } from './system.mjs';
import { overheard } from './traffic.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function install() {
  const wants = systemChromium() === null ? ['node_modules/@sparticuz/chromium/package.json'] : [];
  const done = here('node_modules/.package-lock.json');
  const current = existsSync(done) && statSync(done).mtimeMs >= statSync(here('package-lock.json')).mtimeMs;
  if (current && wants.every((path) => existsSync(here(path)))) {
    return;
  }
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const omit = wants.length === 0 ? ['--omit=optional'] : [];
  const ran = spawnSync(npm, ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...omit], {
    cwd: here('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (ran.status !== 0) {
    console.error('The browser tests need Node.js 20.19 or newer, its npm, and once a network to fetch Playwright with.');
    process.exit(2);
  }
}

const [target, screenshots] = process.argv.slice(2);
if (target === undefined || screenshots === undefined) {
  console.error('usage: node run.mjs <url of the hub | mock> <directory for screenshots>');
  process.exit(2);
}
install();
mkdirSync(screenshots, { recursive: true });

const mock = target === 'mock' ? await (await import('../../main/console/dev/mock.mjs')).start({ seeded: false }) : null;
const { launch } = await import('./chromium.mjs');
const { drive } = await import('./desk.mjs');
const browser = await launch();
let failure = null;
try {
  await drive(browser, mock?.url ?? target.replace(/\/$/, ''), screenshots, mock === null);
} catch (e) {
  failure = e;
  let n = 0;
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    await page.screenshot({ path: `${screenshots}/failure-${++n}.png` }).catch(() => undefined);
  }
}
await browser.close();
mock?.stop();
if (failure !== null) {
  console.error(failure.stack ?? failure);
  console.error(`The last on the sockets:\n${overheard()}`);
  process.exit(1);
}
process.exit(0);
