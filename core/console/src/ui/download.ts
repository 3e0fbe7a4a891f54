// SPDX-License-Identifier: Apache-2.0
import { requestFile } from '../api/client';

/** Long enough for the browser to take it. */
const keepMs = 60_000;

export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}

/** Saves what a path answers; throws what the server refused, as any other call does. */
export async function downloadFrom(name: string, ...address: Parameters<typeof requestFile>): Promise<void> {
  saveFile(await requestFile(...address), name);
}
