import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The widget: one classic script that any page can load. */
export default defineConfig({
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
