// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { setLanguage } from '../i18n/store';
import { renderPart } from '../testing/render';
import { useRequired } from './required';

function Form({ onSend }: { onSend: () => void }) {
  const required = useRequired();
  const [values, setValues] = useState({ first: '', second: '' });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (required.check(event, values)) onSend();
      }}
    >
      {(['first', 'second'] as const).map((name) => (
        <TextInput
          key={name}
          label={name}
          required
          value={values[name]}
          error={required.at(name)}
          onChange={(event) => {
            setValues({ ...values, [name]: event.currentTarget.value });
            required.clear(name);
          }}
        />
      ))}
      <button type="submit">send</button>
    </form>
  );
}

const input = (name: RegExp) => screen.getByRole('textbox', { name });
const send = () => userEvent.click(screen.getByRole('button', { name: 'send' }));

it('says of each field that lacks that it does, and goes to the first of them', async () => {
  const onSend = vi.fn();
  renderPart(<Form onSend={onSend} />);
  expect(screen.queryByText('Fill this in.')).toBeNull();
  await send();
  expect(screen.getAllByText('Fill this in.')).toHaveLength(2);
  expect(document.activeElement).toBe(input(/first/));
  await userEvent.type(input(/first/), 'x');
  expect(screen.getAllByText('Fill this in.')).toHaveLength(1);
  // Blanks are nothing.
  await userEvent.type(input(/second/), '   ');
  await send();
  expect(document.activeElement).toBe(input(/second/));
  expect(onSend).not.toHaveBeenCalled();
  await userEvent.type(input(/second/), 'y');
  await send();
  expect(onSend).toHaveBeenCalledTimes(1);
});

it('speaks the language of the console', async () => {
  await setLanguage('uk');
  renderPart(<Form onSend={() => undefined} />);
  await send();
  expect(await screen.findAllByText('Заповніть це поле.')).toHaveLength(2);
});
