// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../../api/types';
import { readWholeList, useChannels } from '../../../api/whole_list';
import { nameIn } from '../../../i18n/names';
import { suggestionsFor, useKnownTags } from '../../../ui/tags';
import type { Choice } from './ConstantInput';

/** Those that plugins bring, and those that channels reach. */
export function useIdentifierTypes(): string[] {
  const channels = useChannels().data ?? [];
  const plugins = useQuery({
    queryKey: ['list', '/v1/plugins'],
    queryFn: ({ signal }) => readWholeList<Schema<'PluginList'>['items'][number]>('/v1/plugins', signal),
    staleTime: 60_000,
  });
  const types = [
    ...(plugins.data ?? []).flatMap((each) => each.identifier_types),
    ...channels.flatMap((each) => each.endpoint_types),
  ];
  return [...new Set(types)].sort();
}

/** A few tags that begin so. */
export function useTags(beginning: string): string[] {
  return suggestionsFor(useKnownTags([beginning]), beginning).map((each) => each.tag);
}

/** The choices of a field that has some, by their labels if they have any. */
export function choicesOf(options: Record<string, unknown> | undefined, language: string): Choice[] | undefined {
  if (!Array.isArray(options?.choices)) return undefined;
  return options.choices.map((choice: unknown) => {
    if (typeof choice !== 'object' || choice === null || !('value' in choice)) return { value: String(choice), label: String(choice) };
    const value = String(choice.value);
    const labels = 'labels' in choice && typeof choice.labels === 'object' && choice.labels !== null ? choice.labels : {};
    return { value, label: nameIn(labels as Record<string, string>, language, value) };
  });
}
