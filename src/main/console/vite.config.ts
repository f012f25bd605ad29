import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The hub that `npm run dev` passes calls on to. */
const hub = process.env.SERAI_HUB ?? 'http://localhost:8080';

if (process.env.VITEST !== undefined) {
  process.env.TZ = 'Europe/Berlin'; // Its clocks are put forward and back.
}

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@serai/sdk': here('../widget/sdk/index.ts') } },
  build: {
    outDir: here('../../../target/classes/static'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: { index: here('index.html'), sandbox: here('sandbox.html') },
    },
  },
  server: {
    fs: { allow: ['..'] },
    proxy: {
      '/api': hub,
      '^/sandbox/': hub,
      '/ws': { target: hub, ws: true },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
  },
});
