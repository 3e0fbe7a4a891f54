// SPDX-License-Identifier: Apache-2.0
import { useOpenText } from '../../../i18n/text';

/** The words of a key: "Last seen at" of `last_seen_at`, `last-seen-at` and `lastSeenAt`. What is no key stays as it is. */
export function wordsOfKey(key: string): string {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(key)) return key;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s._-]+/)
    .filter(Boolean)
    // An abbreviation stays one.
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A member of what a channel's plugin wrote as people call it; plugins describe none, so that of most it is the key in words. */
export function useMemberName(): (name: string, within?: string) => string {
  const open = useOpenText('profile');
  return (name, within) => open(`member.${within ?? ''}.${name}`) ?? open(`member.${name}`) ?? wordsOfKey(name);
}
