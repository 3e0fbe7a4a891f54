// SPDX-License-Identifier: Apache-2.0
import { useSourceType } from '../../ui/source';
import { Time } from '../../ui/Time';
import { Facts } from './Facts';
import type { Provenance, Source } from './profile';
import { useText } from './text';

/** "Form: newsletter". */
export function SourceText({ source }: { source: Source | null }) {
  const typeName = useSourceType();
  if (!source) return <span aria-hidden>–</span>;
  return (
    <span className="foreign">
      {typeName(source.type)}
      {source.name && (
        <>
          {': '}
          <bdi>{source.name}</bdi>
        </>
      )}
    </span>
  );
}

/** The observation that something came with. */
export function ProvenanceFacts({ observation, since }: { observation: Provenance; since?: string }) {
  const t = useText();
  if (!observation) return <p>{t('provenance.erased')}</p>;
  return (
    <Facts
      facts={[
        [t('source'), <SourceText key="source" source={observation.source} />],
        [t('provenance.since'), since && <Time key="since" value={since} />],
        [t('provenance.observed'), <Time key="observed" value={observation.observed_at} />],
        [t('provenance.received'), <Time key="received" value={observation.received_at} />],
        [t('provenance.evidence'), t(`evidence.${observation.evidence}`)],
        [t('provenance.given'), observation.given_id],
        [t('provenance.id'), <code key="id">{observation.id}</code>],
        [t('provenance.key'), <code key="key">{observation.key_id}</code>],
      ]}
    />
  );
}
