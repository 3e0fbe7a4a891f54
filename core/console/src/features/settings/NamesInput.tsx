// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button, Fieldset, Stack, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useFormat } from '../../i18n/format';
import { languageCodes } from '../../i18n/languages';
import { Icon } from '../../ui/Icon';
import { canonicalTag, type Names } from './names';
import { ReadNames } from './ReadValue';
import classes from './settings.module.css';
import { useText } from './text';

interface NamesInputProps {
  legend: string;
  description?: string;
  value: Names;
  onChange: (next: Names) => void;
  /** What the server says of one language. */
  errorAt?: (tag: string) => string | undefined;
  /** They are only read. */
  locked?: boolean;
  long?: boolean;
}

const suggested = [
  ...languageCodes, 'bg', 'cs', 'da', 'de', 'el', 'es', 'et', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'it', 'ja', 'ka', 'kk',
  'ko', 'lt', 'lv', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'sk', 'sr', 'sv', 'tr', 'uz', 'vi', 'zh',
];

function AddLanguage({ used, onAdd }: { used: readonly string[]; onAdd: (tag: string) => void }) {
  const t = useText();
  const format = useFormat();
  const list = useId();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  function add() {
    const tag = canonicalTag(text);
    setWrong(!tag);
    if (!tag) return;
    onAdd(tag);
    setText('');
  }
  return (
    <div className={classes.row}>
      <TextInput
        label={t('names.add')}
        description={t('names.addHint')}
        value={text}
        maxLength={35}
        list={list}
        error={isWrong ? t('names.noLanguage') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The form around it is not sent by it.
          event.preventDefault();
          add();
        }}
      />
      <datalist id={list}>
        {suggested
          .filter((tag) => !used.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag}>
              {format.languageName(tag)}
            </option>
          ))}
      </datalist>
      <Button variant="default" onClick={add} disabled={!text.trim()}>
        {t('names.addButton')}
      </Button>
    </div>
  );
}

/** One text in several languages. */
export function NamesInput(props: NamesInputProps) {
  const t = useText();
  const format = useFormat();
  const { value, onChange } = props;
  const Input = props.long ? Textarea : TextInput;
  if (props.locked) return <ReadNames label={props.legend} value={value} />;
  const shown: Names = value.length > 0 ? value : [['en', '']];
  return (
    <Fieldset legend={props.legend}>
      <Stack gap="sm">
        {props.description && <p className={`${classes.faint} ${classes.notice}`}>{props.description}</p>}
        {shown.map(([tag, text]) => {
          const language = format.languageName(tag);
          return (
            <div key={tag} className={classes.row}>
              <Input
                label={t('names.language', { language })}
                lang={tag}
                dir="auto"
                value={text}
                maxLength={props.long ? 2000 : 200}
                error={props.errorAt?.(tag)}
                onChange={(event) => {
                  const typed = event.currentTarget.value;
                  onChange(shown.map((each) => (each[0] === tag ? [tag, typed] : each)));
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('names.remove', { language })}
                onClick={() => onChange(shown.filter((each) => each[0] !== tag))}
              >
                <Icon name="x" />
              </ActionIcon>
            </div>
          );
        })}
        <AddLanguage
          used={shown.map(([tag]) => tag)}
          onAdd={(tag) => {
            if (!shown.some((each) => each[0] === tag)) onChange([...shown, [tag, '']]);
          }}
        />
      </Stack>
    </Fieldset>
  );
}
