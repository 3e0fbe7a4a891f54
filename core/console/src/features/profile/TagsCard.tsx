// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Icon } from '../../ui/Icon';
import { Card } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { TagInput } from '../../ui/TagInput';
import { useSession } from '../session/session';
import { FieldProvenance } from './fields/FieldProvenance';
import { useProfile, type Profile } from './profile';
import classes from './profile.module.css';
import { savePart } from './save';
import { useText } from './text';

function withTags(add: readonly string[], remove: readonly string[]) {
  return (profile: Profile): Profile => ({
    ...profile,
    tags: [...new Set([...profile.tags, ...add])].filter((each) => !remove.includes(each)),
  });
}

export function TagsCard() {
  const t = useText();
  const { can } = useSession();
  const client = useQueryClient();
  const value = useProfile();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>(undefined);
  const { tags } = value.profile;

  async function change(add: string[], remove: string[]): Promise<boolean> {
    setError(undefined);
    try {
      await savePart(value, { fields: { tags: { ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) } } }, withTags(add, remove));
      void client.invalidateQueries({ queryKey: ['tags'] });
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    }
  }

  async function add(event: FormEvent) {
    event.preventDefault();
    const tag = typed.trim();
    if (!tag) return;
    setTyped('');
    // What was refused is there again to be mended.
    if (!(await change([tag], []))) setTyped((now) => now || tag);
  }

  return (
    <Card title={t('tags')} actions={tags.length > 0 && <FieldProvenance field="tags" name={t('tags')} />}>
      {tags.length === 0 && <p className={classes.dimmed}>{t('tags.none')}</p>}
      <ul className={classes.tags} aria-label={t('tags')}>
        {tags.map((tag) => (
          <li key={tag} className={classes.tag}>
            <bdi title={tag}>{tag}</bdi>
            {can('write') && (
              <ActionIcon
                variant="transparent"
                color="gray"
                size="sm"
                aria-label={t('tags.remove', { tag })}
                onClick={() => void change([], [tag])}
              >
                <Icon name="x" size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {can('write') && (
        <form className={classes.addTag} onSubmit={(event) => void add(event)}>
          <TagInput label={t('tags.new')} value={typed} onChange={setTyped} without={tags} maxLength={64} />
          <Button type="submit" variant="default">
            {t('tags.add')}
          </Button>
        </form>
      )}
      <ProblemAlert error={error} />
    </Card>
  );
}
