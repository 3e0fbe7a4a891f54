// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../../../api/types';
import { useFieldName } from '../../../ui/field_name';
import { useFieldText } from '../../../ui/field_text';
import { Icon } from '../../../ui/Icon';
import { useSession } from '../../session/session';
import { LongText } from '../LongText';
import { useProfile } from '../profile';
import classes from '../profile.module.css';
import { useText } from '../text';
import { FieldEditor } from './FieldEditor';
import { FieldProvenance } from './FieldProvenance';
import { useFieldDraft } from './use_field_draft';

interface FieldRowProps {
  field: Schema<'Field'>;
  /** Absent if its plugin does not run: then it is shown, and edited by nobody. */
  type: Schema<'FieldType'> | undefined;
  onDirty: (key: string, discard: (() => void) | undefined) => void;
}

export function FieldRow({ field, type, onDirty }: FieldRowProps) {
  const t = useText();
  const { can } = useSession();
  const { profile } = useProfile();
  const nameOf = useFieldName();
  const textOf = useFieldText();
  const name = nameOf(field);
  const value = profile.fields[field.key];
  const text = field.type === 'json' && value !== undefined ? JSON.stringify(value, null, 2) : textOf(field, value);
  const usual = textOf(field, field.display_default);
  const instead = usual === '' ? t('value.none') : t('value.usual', { value: usual });
  const draft = useFieldDraft(profile.id, field.key, type, value);
  // What was typed before the page was loaded again is open again.
  const [editing, setEditing] = useState(draft.isRestored);
  const edit = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(editing);
  useEffect(() => {
    if (wasEditing.current && !editing) edit.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const { isDirty, discard } = draft;
  useEffect(() => {
    onDirty(field.key, isDirty ? discard : undefined);
    return () => onDirty(field.key, undefined);
  }, [onDirty, field.key, isDirty, discard]);
  const mayEdit = can('write') && type !== undefined;
  const age = field.key === 'birth_date' ? profile.fields.age : undefined;

  return (
    <div className={classes.row} data-field={field.key}>
      <dt className="foreign">{name}</dt>
      <dd>
        {editing && type && mayEdit ? (
          <FieldEditor field={field} type={type} name={name} draft={draft} onClose={() => setEditing(false)} />
        ) : (
          <>
            <span className={`${classes.grows} ${field.type === 'json' || field.type === 'long_text' ? classes.lines : ''}`}>
              {text === '' ? <span className={`${classes.dimmed} foreign`}>{instead}</span> : <LongText text={text} />}
              {typeof age === 'number' && <span className={classes.dimmed}> {t('value.age', { count: age })}</span>}
            </span>
            {value !== undefined && <FieldProvenance field={field.key} name={name} />}
            {mayEdit && (
              <ActionIcon
                ref={edit}
                variant="subtle"
                color="gray"
                size="md"
                aria-label={t('field.edit', { name })}
                title={t('field.edit', { name })}
                onClick={() => setEditing(true)}
              >
                <Icon name="edit" size={16} />
              </ActionIcon>
            )}
          </>
        )}
      </dd>
    </div>
  );
}
