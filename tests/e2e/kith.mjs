// SPDX-License-Identifier: Apache-2.0
// A kith server of the test's own, on a SQLite file in a temporary folder and a free port.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function startKith(program, settings = []) {
  const folder = mkdtempSync(join(tmpdir(), 'kith-e2e-'));
  const sets = [`database.url=sqlite:${join(folder, 'kith.db')}`, 'http.listen=127.0.0.1:0', ...settings].flatMap((each) => [
    '--set',
    each,
  ]);
  const run = (words, { input = '', env = {} } = {}) =>
    execFileSync(program, [...words, ...sets], {
      encoding: 'utf8',
      input,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    }).trim();
  run(['migrate']);
  const key = run(['key', 'create', '--name', 'e2e', '--right', 'admin']);
  const server = spawn(program, ['serve', ...sets], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const base = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = line.match(/^listening on (http:\S+)$/);
      if (found) resolve(found[1]);
    });
    exited.then((code) => reject(new Error(`kith serve ended with ${code}`)));
  });

  const call = async (method, path, body, secret = key) => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, key, call, run, stop };
}

/// Asks until `good` holds of the answer; what it waits for comes from another process, so there is no event for it.
export async function until(ask, good, what) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: ${JSON.stringify(answer, null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
