// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { request } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Side } from '../../ui/ConflictDialog';
import { useDraft } from '../../ui/draft';
import { useFormProblem, type FormProblem } from '../../ui/form_problem';
import { useRefusal } from '../../ui/late_refusal';
import { entryKey, patchEntry, readEntry, type Loaded, type Params } from './optimistic';
import { changedKeys, merged } from './three_way';

export function useEntry<Entry>(path: string, params: Params, enabled = true) {
  return useQuery({
    queryKey: entryKey(path, params),
    queryFn: ({ signal }) => readEntry<Entry>(path, params, signal),
    enabled,
  });
}

export interface EditorOptions<Entry, Form extends object> {
  path: string;
  params: Params;
  /** What else shows it, and is read again after a change. */
  listKey: QueryKey;
  loaded: Loaded<Entry>;
  formOf: (entry: Entry) => Form;
  /** What `PATCH` is sent; may throw an ApiProblem of its own. */
  patchOf: (before: Form, after: Form) => Record<string, unknown>;
  /** Those that fields of the form show. */
  pointers: readonly string[];
  onSaved?: () => void;
}

export interface Conflict {
  /** The members of the form that both sides changed. */
  keys: readonly string[];
  theirs: Record<string, unknown>;
}

export interface EntryEditor<Form> {
  form: Form;
  change: (part: Partial<Form>, pointer?: string) => void;
  isDirty: boolean;
  isRestored: boolean;
  isSaved: boolean;
  /** It is being saved. What is typed meanwhile is kept for the next time. */
  busy: boolean;
  problem: FormProblem;
  discard: () => void;
  save: () => Promise<void>;
  conflict: Conflict | undefined;
  resolve: (chosen: Record<string, Side>) => Promise<void>;
  closeConflict: () => void;
}

/**
 * A form over one entry. What is saved is shown at once, here and in the lists, and taken back if it is refused: what was
 * typed stays in the form until the server has it. What is typed is kept with the version that it was typed over, so that a change of
 * somebody else is never undone unseen, however long the form was open: members that only they changed stay theirs.
 */
export function useEntryEditor<Entry, Form extends object>(options: EditorOptions<Entry, Form>): EntryEditor<Form> {
  const { path, params, loaded, formOf } = options;
  const client = useQueryClient();
  const saved = useMemo(() => {
    const form = formOf(loaded.entry);
    return { form, base: form, etag: loaded.etag ?? null };
  }, [loaded]);
  const draft = useDraft(`${path} ${Object.values(params).join(' ')}`, saved);
  const { form, base, etag } = draft.value;
  const problem = useFormProblem(options.pointers);
  const [theirs, setTheirs] = useState<Loaded<Entry> | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const isDirty = changedKeys(base, form).length > 0;

  // As it is once an answer comes.
  const latest = useRef(form);
  latest.current = form;
  const { refuse, isHere } = useRefusal(problem.set);

  async function write(next: Form, over: Form, version: string | null | undefined, shown: Loaded<Entry>) {
    const body = options.patchOf(over, next);
    const isSame = Object.keys(body).length === 0;
    const left = isSame ? shown : await patchEntry(client, options, shown, body, version ?? undefined);
    const now = formOf(left.entry);
    draft.discard();
    if (changedKeys(form, latest.current).length > 0) {
      draft.change({ form: merged(form, latest.current, now, {}), base: now, etag: left.etag ?? null });
    }
    setTheirs(undefined);
    setSaved(true);
    options.onSaved?.();
  }

  async function meet(refusal: unknown) {
    const now = await readEntry<Entry>(path, params);
    client.setQueryData(entryKey(path, params), now);
    const other = formOf(now.entry);
    const both = changedKeys(base, form).filter((key) => changedKeys(form, other).includes(key));
    if (both.length === 0) await write(merged(base, form, other, {}), other, now.etag, now);
    else if (isHere()) setTheirs(now);
    else throw refusal;
  }

  const conflict = useMemo<Conflict | undefined>(() => {
    if (!theirs) return undefined;
    const other = formOf(theirs.entry);
    const different = changedKeys(form, other);
    return {
      keys: changedKeys(base, form).filter((key) => different.includes(key)),
      theirs: other as Record<string, unknown>,
    };
  }, [theirs, draft.value]);

  return {
    form,
    isDirty,
    isRestored: draft.isRestored && isDirty,
    isSaved: isSaved && !isDirty,
    busy,
    problem,
    conflict,
    change: (part, pointer) => {
      draft.change({ form: { ...form, ...part }, base, etag });
      setSaved(false);
      if (pointer) problem.clear(pointer);
    },
    discard: () => {
      draft.discard();
      problem.set(undefined);
    },
    save: async () => {
      if (busy || !isDirty) return;
      setBusy(true);
      problem.set(undefined);
      try {
        await write(form, base, etag, loaded).catch((error: unknown) =>
          isProblem(error, 412) ? meet(error) : Promise.reject(error),
        );
      } catch (error) {
        refuse(error);
      } finally {
        setBusy(false);
      }
    },
    resolve: async (chosen) => {
      if (!theirs) return;
      const other = formOf(theirs.entry);
      try {
        await write(merged(base, form, other, chosen), other, theirs.etag, theirs);
      } catch (error) {
        if (isProblem(error, 412)) setTheirs(await readEntry<Entry>(path, params));
        throw error;
      }
    },
    closeConflict: () => setTheirs(undefined),
  };
}

export interface MakerOptions<Form, Made> {
  draftKey: string;
  empty: Form;
  path: string;
  listKey: QueryKey;
  bodyOf: (form: Form) => Record<string, unknown>;
  pointers: readonly string[];
  onMade: (made: Made) => void;
}

/** A form of something new. */
export function useMaker<Form extends object, Made>(options: MakerOptions<Form, Made>) {
  const client = useQueryClient();
  const draft = useDraft(options.draftKey, options.empty);
  const problem = useFormProblem(options.pointers);
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<{ it: Made } | undefined>(undefined);
  // Not before the draft is seen to be empty: the guard against leaving would ask.
  useEffect(() => {
    if (made) options.onMade(made.it);
  }, [made]);
  return {
    form: draft.value,
    isDirty: draft.isDirty,
    isRestored: draft.isRestored,
    discard: draft.discard,
    busy,
    problem,
    change: (part: Partial<Form>, pointer?: string) => {
      draft.change({ ...draft.value, ...part });
      if (pointer) problem.clear(pointer);
    },
    save: async () => {
      if (busy) return;
      setBusy(true);
      problem.set(undefined);
      try {
        const { data } = await request('post', options.path, { body: options.bodyOf(draft.value) });
        draft.discard();
        void client.invalidateQueries({ queryKey: options.listKey });
        setMade({ it: data as Made });
      } catch (error) {
        problem.set(error);
      } finally {
        setBusy(false);
      }
    },
  };
}
