// SPDX-License-Identifier: Apache-2.0

/** jsdom's blobs can be read in this way alone. Without the mark of UTF-8. */
export function blobText(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(blob);
  });
}
