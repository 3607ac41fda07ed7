/** Something that is wrong while a request is simulated. */
export type Failure =
  | { readonly kind: 'host-down'; readonly service: string }
  | { readonly kind: 'gone'; readonly service: string }
  | { readonly kind: 'failing'; readonly service: string; readonly status: number }
  | { readonly kind: 'slow'; readonly service: string; readonly ms: number }
  | { readonly kind: 'zone-lost'; readonly zone: string };

const DEFAULT_STATUS = 503;

/** How one host of a service behaves. */
export type HostState =
  | { readonly kind: 'well' }
  /** The kernel refuses connections at once. */
  | { readonly kind: 'refusing' }
  /** Packets are lost: a connection fails when its time is over. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'failing'; readonly status: number };

/** Time that the service takes for itself under `failures`: what is well answers at once. */
export function ownTimeUnder(failures: readonly Failure[], service: string): number {
  const slow = failures.flatMap((failure) =>
    failure.kind === 'slow' && failure.service === service ? [failure.ms] : [],
  );
  return Math.max(0, ...slow);
}

/** One pod of the service refuses connections. */
export function hostDown(service: string): Failure {
  return { kind: 'host-down', service };
}

/** No pod of the service is left. */
export function gone(service: string): Failure {
  return { kind: 'gone', service };
}

/** Every pod of the service answers with `status`. */
export function failing(service: string, status = DEFAULT_STATUS): Failure {
  return { kind: 'failing', service, status };
}

/** Every pod of the service takes so many milliseconds for itself. */
export function slow(service: string, ms: number): Failure {
  return { kind: 'slow', service, ms };
}

/** The pods in a zone cannot be reached. */
export function zoneLost(zone: string): Failure {
  return { kind: 'zone-lost', zone };
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
  const broken = about.find((failure) => failure.kind === 'failing');
  const normal: HostState =
    broken === undefined ? { kind: 'well' } : { kind: 'failing', status: broken.status };
  const refusing = about.some(({ kind }) => kind === 'host-down') ? 1 : 0;
  return Array.from({ length: pods }, (_, index): HostState => {
    if (index < refusing) return { kind: 'refusing' };
    return index < refusing + unreachable ? { kind: 'unreachable' } : normal;
  });
}

// `slow:shop/payments:300ms`
const WRITTEN = /^(host-down|gone|failing|slow|zone-lost):([^:]+)(?::(\d+)(ms|s)?)?$/;

/** The failure that `text` writes down, such as `slow:shop/payments:300ms`, or undefined where it is none. */
export function parseFailure(text: string): Failure | undefined {
  const [, kind, subject = '', amount, unit] = WRITTEN.exec(text) ?? [];
  if (kind === 'zone-lost') return zoneLost(subject);
  if (kind === 'host-down') return hostDown(subject);
  if (kind === 'gone') return gone(subject);
  if (kind === 'failing') return failingWith(subject, amount);
  if (kind !== 'slow' || amount === undefined || unit === undefined) return undefined;
  return slow(subject, Number(amount) * (unit === 's' ? 1000 : 1));
}

function failingWith(subject: string, amount: string | undefined): Failure | undefined {
  const status = amount === undefined ? DEFAULT_STATUS : Number(amount);
  const isFailure = status >= 400 && status <= 599;
  return isFailure ? failing(subject, status) : undefined;
}
