import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Leaves ASCII only: a browser reads a classic script in the encoding of the shop's page, and in GBK our words are its end. */
const ascii: Plugin = {
  name: 'ascii',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') {
        file.code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      }
    }
  },
};

/** The widget: one classic script that any page can load. */
export default defineConfig({
  plugins: [ascii],
  resolve: { alias: { '@serai/sdk': here('../widget/sdk/index.ts') } },
  publicDir: false,
  build: {
    outDir: here('../../../target/classes/static'),
    emptyOutDir: false,
    target: 'es2020',
    lib: {
      entry: here('../widget/widget.ts'),
      name: 'SeraiWidget',
      formats: ['iife'],
      fileName: () => 'widget.js',
    },
  },
});
