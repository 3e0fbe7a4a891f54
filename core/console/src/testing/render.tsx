// SPDX-License-Identifier: Apache-2.0
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { UserRole } from '../api/accounts';
import { makeQueryClient } from '../api/query_client';
import { makeRouter } from '../app/router';
import { SessionContext, valueOf } from '../features/session/session';
import { SessionProvider } from '../features/session/SessionProvider';
import { ThemeProvider } from '../theme/ThemeProvider';
import { sessionOf } from './server';

function testClient() {
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  return client;
}

/** A component with all that stands around it but the router. */
export function renderPart(part: ReactNode, role: UserRole = 'administrator') {
  const wrap = (inner: ReactNode) => (
    <QueryClientProvider client={testClient()}>
      <ThemeProvider>
        <SessionContext.Provider value={valueOf(sessionOf(role), () => undefined)}>{inner}</SessionContext.Provider>
      </ThemeProvider>
    </QueryClientProvider>
  );
  return render(wrap(part));
}

/** The whole console at an address; the server has to answer `GET /v1/sessions/current`. */
export function renderConsole(address: string) {
  const router = makeRouter();
  const client = testClient();
  router.update({ history: createMemoryHistory({ initialEntries: [address] }) });
  const view = render(
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </ThemeProvider>
    </QueryClientProvider>,
  );
  return { ...view, router, client };
}
