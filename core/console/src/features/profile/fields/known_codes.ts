// SPDX-License-Identifier: Apache-2.0

/** What browsers name though it is no country of ISO 3166-1: unions, reserved and private codes. */
const noCountries = new Set(['AC', 'CP', 'CQ', 'DY', 'EU', 'EZ', 'FX', 'QO', 'TA', 'UK', 'UN', 'XA', 'XB', 'ZZ']);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

let countries: string[] | undefined;

/** The codes that the browser has a name for; the server has the last word. */
export function countryCodes(): string[] {
  if (countries) return countries;
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const isCurrent = (code: string) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
  countries = [...letters]
    .flatMap((first) => [...letters].map((second) => first + second))
    .filter((code) => !noCountries.has(code) && names.of(code) !== undefined && isCurrent(code));
  return countries;
}

export function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
