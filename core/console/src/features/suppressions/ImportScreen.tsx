// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, FileButton, NativeSelect, Progress, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useDeferredValue, useMemo, useRef, useState } from 'react';
import { randomName } from '../../api/random_name';
import { useFormat } from '../../i18n/format';
import { useOpenText } from '../../i18n/text';
import { useDraft } from '../../ui/draft';
import { Icon } from '../../ui/Icon';
import { useIdentifierType } from '../../ui/identifier_type';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Card, Page } from '../../ui/Page';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { BackLink } from '../settings/BackLink';
import { Restored } from '../settings/EditorActions';
import { ForRight } from '../settings/ForRight';
import classes from '../settings/settings.module.css';
import { emptyTally, runImport, type Tally } from './import_run';
import { parseLines, type Parsed, type Standard } from './lines';
import { suppressingStates } from './search';
import { useText } from './text';
import { useIdentifierTypes } from './types';

interface Typed extends Standard {
  text: string;
}

const nothingTyped: Typed = { text: '', type: '', state: 'blacklisted', reason: '' };
const faultsShown = 20;

function Faults({ parsed }: { parsed: Parsed }) {
  const t = useText();
  if (parsed.faults.length === 0) return null;
  return (
    <Alert color="orange" icon={<Icon name="alert" />} role="status" title={t('import.unread', { count: parsed.faults.length })}>
      <ul className={classes.list}>
        {parsed.faults.slice(0, faultsShown).map((each) => (
          <li key={each.line} className="foreign">
            {t('import.line', { number: each.line, text: `${t(`import.${each.fault}`)} – ${each.text}` })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Results({ tally, total }: { tally: Tally; total: number }) {
  const t = useText();
  const format = useFormat();
  const facts = [
    [t('result.recorded'), tally.recorded],
    [t('result.duplicate'), tally.duplicate],
    [t('result.notKept'), tally.notKept],
    [t('result.rejected'), tally.rejected.length],
  ] as const;
  return (
    <Stack>
      <Progress value={total > 0 ? (100 * tally.sent) / total : 0} aria-label={t('import.title')} />
      <Text role="status">{t('import.progress', { done: tally.sent, total })}</Text>
      <dl className={classes.facts}>
        {facts.map(([name, count]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{format.number(count)}</dd>
          </Fragment>
        ))}
      </dl>
      {tally.rejected.length > 0 && (
        <ul className={classes.list}>
          {tally.rejected.slice(0, 200).map((each) => (
            <li key={each.line} className="foreign">
              {t('import.line', { number: each.line, text: `${each.value} – ${each.detail}` })}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function Inputs({ value, onChange, hasFile }: { value: Typed; onChange: (next: Typed) => void; hasFile: boolean }) {
  const t = useText();
  const status = useOpenText('ui');
  const types = useIdentifierTypes();
  const typeName = useIdentifierType();
  return (
    <>
      {!hasFile && (
        <Textarea
          label={t('import.lines')}
          value={value.text}
          rows={8}
          maxLength={200_000}
          spellCheck={false}
          dir="ltr"
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label={t('import.type')}
        value={value.type}
        onChange={(event) => onChange({ ...value, type: event.currentTarget.value })}
        data={[{ value: '', label: t('import.guess') }, ...types.map((each) => ({ value: each, label: typeName(each) }))]}
      />
      <NativeSelect
        label={t('import.state')}
        value={value.state}
        onChange={(event) => onChange({ ...value, state: event.currentTarget.value as Typed['state'] })}
        data={suppressingStates.map((each) => ({ value: each, label: status(`status.${each}`) ?? each }))}
      />
      <TextInput
        label={t('import.reason')}
        description={t('import.reasonHint')}
        value={value.reason}
        maxLength={200}
        onChange={(event) => onChange({ ...value, reason: event.currentTarget.value })}
      />
    </>
  );
}

function FileChoice({ name, onText, onRemove }: { name: string | undefined; onText: (name: string, text: string) => void; onRemove: () => void }) {
  const t = useText();
  const [failed, setFailed] = useState(false);
  async function read(file: File | null) {
    if (!file) return;
    try {
      onText(file.name, await file.text());
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('import.file')}
      </Text>
      <div className={classes.actions}>
        <FileButton accept=".csv,.txt,.json,.ndjson,text/*" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default">
              {t('import.fileChosen')}
            </Button>
          )}
        </FileButton>
        {name && (
          <>
            <bdi className="foreign">{name}</bdi>
            <Button variant="subtle" size="compact-sm" onClick={onRemove}>
              {t('import.fileRemove')}
            </Button>
          </>
        )}
      </div>
      {failed && <Text role="alert">{t('import.fileFailed')}</Text>}
    </div>
  );
}

function ImportForm() {
  const t = useText();
  const client = useQueryClient();
  const types = useIdentifierTypes();
  const draft = useDraft('suppression-import', nothingTyped);
  // Too large for what the tab keeps; it is still where it came from.
  const [file, setFile] = useState<{ name: string; text: string } | undefined>(undefined);
  // What is being sent stays as it was, whatever becomes of the form.
  const [items, setItems] = useState<Parsed['items']>([]);
  const [tally, setTally] = useState<Tally | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [busy, setBusy] = useState(false);
  // One for each import, continued or not: a batch whose answer was lost is recorded once.
  const name = useRef('');
  const value = useDeferredValue(draft.value);
  const parsed = useMemo(() => parseLines(file?.text ?? value.text, types, value), [file, value, types]);
  const total = parsed.items.length;
  const isDone = tally !== undefined && tally.sent >= items.length;

  async function run(sending: Parsed['items'], from: Tally) {
    setBusy(true);
    setError(undefined);
    setItems(sending);
    setTally(from);
    try {
      await runImport(sending, from, name.current, setTally);
      draft.discard();
      void client.invalidateQueries({ queryKey: ['suppressions'] });
      void client.invalidateQueries({ queryKey: ['suppression-counts'] });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  function startAnew() {
    draft.discard();
    setFile(undefined);
    setTally(undefined);
    setError(undefined);
  }

  if (tally) {
    return (
      <Stack className={classes.form}>
        <Results tally={tally} total={items.length} />
        {Boolean(error) && (
          <>
            <ProblemAlert error={error} />
            <Text>{t('import.stopped')}</Text>
            <div>
              <Button loading={busy} onClick={() => void run(items, tally)}>
                {t('import.continue')}
              </Button>
            </div>
          </>
        )}
        {isDone && (
          <>
            <Alert color="green" role="status" icon={<Icon name="check" />}>
              {t('import.done')}
            </Alert>
            <div>
              <Button variant="default" onClick={startAnew}>
                {t('import.again')}
              </Button>
            </div>
          </>
        )}
        <LeaveGuard when={busy} onDiscard={() => undefined} />
      </Stack>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        name.current = randomName();
        void run(parsed.items, emptyTally);
      }}
    >
      <Stack>
        <Text>{t('import.explain')}</Text>
        <Restored when={draft.isRestored} onDiscard={draft.discard} />
        <Inputs value={draft.value} onChange={draft.change} hasFile={file !== undefined} />
        <FileChoice name={file?.name} onText={(fileName, text) => setFile({ name: fileName, text })} onRemove={() => setFile(undefined)} />
        <Faults parsed={parsed} />
        <Text role="status" className={classes.faint}>
          {total > 0 && t('import.ready', { count: total })}
        </Text>
        <div>
          <Button type="submit" loading={busy} disabled={total === 0}>
            {t('import.start', { count: total })}
          </Button>
        </div>
      </Stack>
      <LeaveGuard when={draft.isDirty || file !== undefined} onDiscard={startAnew} />
    </form>
  );
}

export function ImportScreen() {
  const t = useText();
  return (
    <ForRight right="write" title={t('import.title')}>
      <Page title={t('import.title')}>
        <BackLink to="/settings/suppressions" page={t('import.back')} />
        <Card>
          <ImportForm />
        </Card>
      </Page>
    </ForRight>
  );
}
