// SPDX-License-Identifier: Apache-2.0
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ConditionTree } from '../features/segments/ConditionTree';
import { renderPart } from '../testing/render';
import { FakeServer, json } from '../testing/server';
import { useSourceName } from './source';

function Names() {
  const nameOf = useSourceName();
  const sources = [{ type: 'console', name: null }, { type: 'form', name: 'news' }, { type: 'pigeon', name: null }];
  return <p>{sources.map(nameOf).join(', ')}</p>;
}

it('a source is called what people call it, and one that is unknown what the API does', async () => {
  renderPart(<Names />);
  expect(await screen.findByText('By hand, Form: news, pigeon')).toBeTruthy();
});

it('so it is in the conditions of segments, but for a part of its name', async () => {
  const empty = () => json({ items: [], next_cursor: null });
  new FakeServer({
    'GET /v1/fields': empty, 'GET /v1/field-types': empty, 'GET /v1/categories': empty, 'GET /v1/segments': empty,
  });
  const kind = (more: object) => ({ profile: 'source_type', ...more });
  renderPart(<ConditionTree condition={{ all: [kind({ is: 'equals', value: 'console' }), kind({ is: 'starts_with', value: 'form' })] }} />);
  expect((await screen.findByText(/^Kind of the first source.*By hand/)).textContent).not.toContain('console');
  expect(screen.getByText(/^Kind of the first source.*form/)).toBeTruthy();
});
