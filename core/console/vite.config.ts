// SPDX-License-Identifier: Apache-2.0
/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { isFirst } from './src/i18n/first_texts';

/** What every screen needs. */
const everywhere = /\/node_modules\/(react|react-dom|scheduler|@tanstack)\//;
/** A file costs a request: smaller ones go into others that are loaded with them. In bytes before compression. */
const smallest = 60_000;

/** Two chunks a language, whatever the number of screens: what the first one needs, and the others. */
function chunkOf(id: string): string | undefined {
  if (everywhere.test(id)) return 'everywhere';
  const [, feature, language] = /\/(\w+)\/messages\/(\w+)\.json$/.exec(id) ?? [];
  if (!feature) return undefined;
  return isFirst(feature) ? `messages-${language}` : `later-messages-${language}`;
}

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env.KITH_CONSOLE_OUT ?? 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The policy of the pages refuses what stands in the page itself, so nothing is put there.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome109', 'firefox115', 'safari16.4'],
    chunkSizeWarningLimit: 700,
    rollupOptions: { output: { manualChunks: chunkOf, experimentalMinChunkSize: smallest } },
  },
  server: { proxy: { '/v1': process.env.KITH_URL ?? 'http://127.0.0.1:8080' } },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
