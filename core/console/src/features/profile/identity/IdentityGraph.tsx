// SPDX-License-Identifier: Apache-2.0
import { useId, useMemo } from 'react';
import type { Schema } from '../../../api/types';
import { useFormat } from '../../../i18n/format';
import { shorten } from '../../../ui/identifier';
import { useIdentifierType } from '../../../ui/identifier_type';
import { LongText } from '../LongText';
import { useText } from '../text';
import { keyOf, layOut, lettersBeside, type Edge, type Node } from './graph';
import classes from './identity.module.css';

const homeLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letterOf = (home: number) => homeLetters[home % homeLetters.length] ?? '';

function NodeShape({ node, severalHomes, letters }: { node: Node; severalHomes: boolean; letters: number }) {
  const typeName = useIdentifierType();
  const { listing } = node;
  return (
    <g className={classes.node} data-home={node.home % 6} data-role={listing.role} transform={`translate(${node.x} ${node.y})`}>
      <title>{`${typeName(listing.type)}: ${listing.given.slice(0, 500)}`}</title>
      <circle r={14} />
      <text className={classes.letter} textAnchor="middle" dy="0.35em">
        {severalHomes ? letterOf(node.home) : ''}
      </text>
      <text className={classes.type} textAnchor="middle" y={-20}>
        {typeName(listing.type)}
      </text>
      <text className={classes.value} textAnchor="middle" y={30}>
        {shorten(listing.given, letters)}
      </text>
    </g>
  );
}

function EdgeShape({ edge }: { edge: Edge }) {
  return (
    <line
      className={classes.edge}
      data-claimed={edge.isClaimed || undefined}
      x1={edge.a.x}
      y1={edge.a.y}
      x2={edge.b.x}
      y2={edge.b.y}
      strokeWidth={Math.min(1 + Math.log2(edge.count), 5)}
    />
  );
}

/** The same in words, for those who don't see it, and for those who want to know it exactly. */
function GraphList({ nodes, links }: { nodes: readonly Schema<'Listing'>[]; links: ReadonlyMap<string, Map<string, number>> }) {
  const t = useText();
  const format = useFormat();
  const typeName = useIdentifierType();
  const short = new Map(nodes.map((each) => [keyOf(each), `${typeName(each.type)} ${shorten(each.given)}`]));
  return (
    <ul className={classes.list} aria-label={t('graph.list')} tabIndex={0}>
      {nodes.map((each) => {
        const others = [...(links.get(keyOf(each)) ?? [])];
        return (
          <li key={keyOf(each)}>
            <span className={classes.listType}>{typeName(each.type)}</span> <LongText text={each.given} dir="ltr" />
            <p>
              {others.length === 0
                ? t('graph.alone')
                : t('graph.with', { list: format.list(others.map(([key, count]) => t('graph.times', { name: short.get(key) ?? key, count }))) })}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function linksByIdentifier(links: Schema<'Identity'>['links']): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  const add = (from: string, to: string) => {
    const others = found.get(from) ?? new Map<string, number>();
    others.set(to, (others.get(to) ?? 0) + 1);
    found.set(from, others);
  };
  for (const { a, b } of links) {
    add(keyOf(a), keyOf(b));
    add(keyOf(b), keyOf(a));
  }
  return found;
}

/** Which identifiers were seen together: why this is one person. */
export function IdentityGraph({ identity }: { identity: Schema<'Identity'> }) {
  const t = useText();
  const title = useId();
  const graph = useMemo(() => layOut(identity), [identity]);
  const links = useMemo(() => linksByIdentifier(identity.links), [identity]);
  return (
    <div className={classes.graph}>
      <figure>
        <div className={classes.picture} role="region" aria-labelledby={title} tabIndex={0}>
          <svg viewBox={`0 0 ${graph.width} ${graph.height}`} role="img" aria-labelledby={title} direction="ltr">
            <title id={title}>
              {t('graph.title', { identifiers: String(identity.identifiers.length), links: String(graph.edges.length) })}
            </title>
            {graph.edges.map((edge) => (
              <EdgeShape key={`${edge.a.key}\n${edge.b.key}`} edge={edge} />
            ))}
            {graph.nodes.map((node) => (
              <NodeShape key={node.key} node={node} severalHomes={graph.homes.length > 1} letters={lettersBeside(graph.nodes.length)} />
            ))}
          </svg>
        </div>
        <figcaption>
          {t('graph.lines')}
          {graph.homes.length > 1 && ` ${t('graph.homes')}`}
          {graph.hidden > 0 && ` ${t('graph.hidden', { count: graph.hidden })}`}
          {graph.homes.length > 1 && (
            <ul className={classes.homes}>
              {graph.homes.map((home, index) => (
                <li key={home}>
                  <span aria-hidden className={classes.homeMark} data-home={index % 6}>
                    {letterOf(index)}
                  </span>
                  <code>{home}</code>
                </li>
              ))}
            </ul>
          )}
        </figcaption>
      </figure>
      <GraphList nodes={identity.identifiers} links={links} />
    </div>
  );
}
