// SPDX-License-Identifier: Apache-2.0
import { ApiProblem, problemOf } from '../../api/problem';

const keepMs = 60_000;

/** Saves an answer as it was sent, to the last digit; throws what the server refused, or that it ended too early. */
export async function downloadFrom(address: string, name: string): Promise<void> {
  let content: Blob;
  try {
    const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) throw await problemOf(response);
    content = await response.blob();
  } catch (error) {
    throw error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'unreachable' });
  }
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}
