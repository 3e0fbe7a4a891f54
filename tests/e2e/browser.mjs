// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, which asks nobody on the network for anything.
import { chromium } from 'playwright-core';

export const launchBrowser = (more = []) => chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...more],
});
