// SPDX-License-Identifier: Apache-2.0

/** The first that fits: most browsers also name those that they come from. */
const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\bChromium\//, 'Chromium'],
  [/(Chrome|\bCriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPad\b/, 'iPadOS'],
  [/\b(iPhone|iPod)\b/, 'iOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

function firstIn(rules: readonly [RegExp, string][], text: string): string | undefined {
  return rules.find(([rule]) => rule.test(text))?.[1];
}

/** What a browser says of itself; undefined if it does not say both. */
export function readUserAgent(text: string): { browser: string; system: string } | undefined {
  const browser = firstIn(browsers, text);
  const system = firstIn(systems, text);
  return browser && system ? { browser, system } : undefined;
}
