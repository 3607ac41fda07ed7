import type { Manifest } from '../../constructs/testing';

/** What may be open at a time in one cluster of one proxy, by the name of its rule, subset and limit. */
export type Limits = ReadonlyMap<string, number>;

interface RenderedPool {
  readonly tcp?: { readonly maxConnections?: number };
  readonly http?: { readonly http1MaxPendingRequests?: number; readonly http2MaxRequests?: number };
}

interface RenderedPolicy {
  readonly connectionPool?: RenderedPool;
}

interface RenderedRule {
  readonly trafficPolicy?: RenderedPolicy;
  readonly subsets?: readonly { readonly name: string; readonly trafficPolicy?: RenderedPolicy }[];
  /** Of a Sidecar. */
  readonly inboundConnectionPool?: RenderedPool;
}

/** Every limit of clients' proxies (`DestinationRule`) and of servers' own (`Sidecar`). */
export function limitsOf(rendered: readonly Manifest[]): Limits {
  const entries = rendered
    .filter(({ kind }) => kind === 'DestinationRule' || kind === 'Sidecar')
    .flatMap(({ kind, metadata, spec }) => {
      const rule = spec as unknown as RenderedRule;
      const place = `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
      return [
        ...poolLimits(place, rule.inboundConnectionPool),
        ...poolLimits(place, rule.trafficPolicy?.connectionPool),
        ...(rule.subsets ?? []).flatMap(({ name, trafficPolicy }) =>
          poolLimits(`${place} ${name}`, trafficPolicy?.connectionPool),
        ),
      ];
    });
  return new Map(entries);
}

function poolLimits(place: string, pool: RenderedPool = {}): (readonly [string, number])[] {
  const limits = { ...pool.tcp, ...pool.http };
  return Object.entries(limits)
    .filter(([name]) =>
      ['maxConnections', 'http1MaxPendingRequests', 'http2MaxRequests'].includes(name),
    )
    .map(([name, value]) => [`${place} ${name}`, value]);
}

/** Limits that are lower in `after`, or gone. */
export function lowered(before: Limits, after: Limits): readonly string[] {
  return [...before].flatMap(([name, limit]) => {
    const now = after.get(name);
    return now === undefined || now < limit ? [`${name}: ${limit} → ${String(now)}`] : [];
  });
}
