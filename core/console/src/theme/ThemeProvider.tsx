// SPDX-License-Identifier: Apache-2.0
import { createTheme, DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { languages } from '../i18n/languages';
import { useLanguageState } from '../i18n/store';

/** The heading of a dialog is no second banner of the page. */
const plainHeader = { defaultProps: { component: 'div' } };

// Locking the page's scrolling puts a style element into it, which the policy refuses: base.css does it instead.
const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'sm',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    // Opened, a menu stands on its first entry: what stands there else is no entry, and no child that a menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    ModalHeader: plainHeader,
    DrawerHeader: plainHeader,
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
  },
});

function FollowLanguage({ children }: { children: ReactNode }) {
  const { language } = useLanguageState();
  const { setDirection } = useDirection();
  useEffect(() => setDirection(languages[language].direction), [language, setDirection]);
  return children;
}

/** Mantine without what it would write into the page as style elements: all styles are files. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguageState();
  return (
    <DirectionProvider initialDirection={languages[language].direction} detectDirection={false}>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <FollowLanguage>{children}</FollowLanguage>
      </MantineProvider>
    </DirectionProvider>
  );
}
