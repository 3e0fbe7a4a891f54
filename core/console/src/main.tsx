// SPDX-License-Identifier: Apache-2.0
import '@mantine/core/styles.layer.css';
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { initialLanguage } from './i18n/languages';
import { startLanguage } from './i18n/store';

const root = document.getElementById('root');
if (root) {
  await startLanguage(initialLanguage());
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
