/** Something that is wrong while a request is simulated. */
export type Failure =
  | { readonly kind: 'host-down'; readonly service: string }
  | { readonly kind: 'gone'; readonly service: string }
  | { readonly kind: 'failing'; readonly service: string; readonly status: number }
  | { readonly kind: 'slow'; readonly service: string; readonly ms: number }
  | { readonly kind: 'zone-lost'; readonly zone: string };

/** How one host of a service behaves. */
export type HostState =
  | { readonly kind: 'well' }
  /** The kernel refuses connections at once. */
  | { readonly kind: 'refusing' }
  /** Packets are lost: a connection fails when its time is over. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'failing'; readonly status: number };

/** Time that the service takes for itself under `failures`. */
export function ownTimeUnder(failures: readonly Failure[], service: string, ownMs: number): number {
  const slow = failures.flatMap((failure) =>
    failure.kind === 'slow' && failure.service === service ? [failure.ms] : [],
  );
  return Math.max(ownMs, ...slow);
}

/** The hosts of a service with `pods`, so many of them in a lost zone; the worst come first. None where it is gone. */
export function hostsUnder(
  failures: readonly Failure[],
  service: string,
  { pods, unreachable }: { readonly pods: number; readonly unreachable: number },
): readonly HostState[] {
  const about = failures.filter(
    (failure) => !('service' in failure) || failure.service === service,
  );
  if (about.some(({ kind }) => kind === 'gone')) return [];
  const failing = about.find((failure) => failure.kind === 'failing');
  const normal: HostState =
    failing === undefined ? { kind: 'well' } : { kind: 'failing', status: failing.status };
  const refusing = about.some(({ kind }) => kind === 'host-down') ? 1 : 0;
  return Array.from({ length: pods }, (_, index): HostState => {
    if (index < refusing) return { kind: 'refusing' };
    return index < refusing + unreachable ? { kind: 'unreachable' } : normal;
  });
}

// `slow:shop/payments:300ms`
const WRITTEN = /^(host-down|gone|failing|slow|zone-lost):([^:]+)(?::(\d+)(ms|s)?)?$/;
const DEFAULT_STATUS = 503;

/** The failure that `text` writes down, such as `slow:shop/payments:300ms`, or undefined where it is none. */
export function parseFailure(text: string): Failure | undefined {
  const [, kind, subject = '', amount, unit] = WRITTEN.exec(text) ?? [];
  if (kind === 'zone-lost') return { kind, zone: subject };
  if (kind === 'host-down' || kind === 'gone') return { kind, service: subject };
  if (kind === 'failing') {
    return {
      kind,
      service: subject,
      status: amount === undefined ? DEFAULT_STATUS : Number(amount),
    };
  }
  if (kind !== 'slow' || amount === undefined || unit === undefined) return undefined;
  return { kind, service: subject, ms: Number(amount) * (unit === 's' ? 1000 : 1) };
}
