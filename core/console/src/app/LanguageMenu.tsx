// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { forwardRef, type ComponentPropsWithoutRef } from 'react';
import { languageCodes, languages } from '../i18n/languages';
import { chooseLanguage, useLanguageState } from '../i18n/store';
import { Icon } from '../ui/Icon';
import { useText } from './text';

/** One of several: a menu's own entry would call itself another role, whatever it is told. */
const Choice = forwardRef<HTMLButtonElement, ComponentPropsWithoutRef<'button'>>(function Choice(props, ref) {
  return <button {...props} ref={ref} type="button" role="menuitemradio" />;
});

export function LanguageMenu() {
  const t = useText();
  const { language } = useLanguageState();
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          color="gray"
          leftSection={<Icon name="globe" />}
          aria-label={t('language', { name: languages[language].name })}
        >
          <span className="wide-only">{languages[language].name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languageCodes.map((code) => (
          <Menu.Item
            key={code}
            component={Choice}
            lang={code}
            aria-checked={code === language}
            leftSection={code === language ? <Icon name="check" /> : undefined}
            onClick={() => void chooseLanguage(code)}
          >
            {languages[code].name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
