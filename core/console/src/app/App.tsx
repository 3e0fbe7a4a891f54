// SPDX-License-Identifier: Apache-2.0
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { makeQueryClient } from '../api/query_client';
import { SessionProvider } from '../features/session/SessionProvider';
import { ThemeProvider } from '../theme/ThemeProvider';
import { followWithTexts } from './follow_with_texts';
import { makeRouter } from './router';

export function App() {
  const [client] = useState(makeQueryClient);
  const [router] = useState(makeRouter);
  useEffect(() => followWithTexts(router, client), [router, client]);
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
