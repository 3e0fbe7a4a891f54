// SPDX-License-Identifier: Apache-2.0

type Ask = () => Promise<void>;

let ask: Ask | undefined;
let asking: Promise<void> | undefined;

/** `handler` asks the person to sign in, over the page that is open; it resolves once they have. */
export function setSignIn(handler: Ask | undefined): void {
  ask = handler;
}

/** However many requests found the session gone, the person is asked once. False if nobody can ask. */
export async function signInAgain(): Promise<boolean> {
  if (!ask) return false;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  await asking;
  return true;
}
