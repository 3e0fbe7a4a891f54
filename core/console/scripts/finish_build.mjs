// SPDX-License-Identifier: Apache-2.0
// finish_build.mjs [FOLDER]: checks what the first load of the contacts screen weighs, and that the page holds no
// script and no style itself; compresses the files; takes away what the build alone needed.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = process.argv[2] ?? process.env.KITH_CONSOLE_OUT ?? 'dist';
const limit = 250_000;
const firstLoad = ['index.html', 'ContactsScreen'];

function fail(text) {
  console.error(`console: ${text}`);
  process.exit(1);
}

const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** A screen whose parts other chunks use too is known by its name alone. */
function keyOf(name) {
  const isChunk = (key) => key.endsWith(`/${name}.tsx`) || (key.startsWith(`_${name}-`) && key.endsWith('.js'));
  return Object.keys(manifest).find((key) => key === name || isChunk(key)) ?? fail(`the build has no chunk ${name}`);
}

/** The files of an entry, with all that it imports before it can run. */
function collect(key, files) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const sheet of chunk.css ?? []) files.add(sheet);
  for (const next of chunk.imports ?? []) collect(next, files);
}

// What a browser fetches until the contacts stand, the icon of the page too. Each language has texts of its own.
const weightOf = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
const isTexts = (key) => /^messages-\w\w$/.test(manifest[key].name ?? '');
const languages = Object.keys(manifest).filter(isTexts);
if (languages.length === 0) fail('the build has no texts');
const loads = languages.map((language) => {
  const files = new Set(['index.html', 'icon.svg']);
  for (const key of [...firstLoad.map(keyOf), language]) collect(key, files);
  return { files: [...files], total: [...files].reduce((sum, file) => sum + weightOf(file), 0) };
});
// The longest counts.
const { files, total } = loads.reduce((most, each) => (each.total > most.total ? each : most));
const later = files.filter((file) => /\/later-/.test(file));
if (later.length > 0) fail(`the first load has texts of other screens: ${later.join(', ')}`);
console.log(`console: the first load of contacts is ${total} bytes in ${files.length} files, of ${limit} allowed`);
if (total > limit) fail('that is too much');

const page = readFileSync(join(folder, 'index.html'), 'utf8');
if (/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/i.test(page)) fail('index.html holds a script or a style');

rmSync(join(folder, 'manifest.json'));
function compress(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (/\.(js|css|html|svg|json)$/.test(entry.name)) {
      const packed = gzipSync(readFileSync(path), { level: 9 });
      if (packed.length < statSync(path).size) writeFileSync(`${path}.gz`, packed);
    }
  }
}
compress(folder);
