/** Something that is wrong while a request is simulated. */
export type Failure =
  | { readonly kind: 'host-down'; readonly service: string }
  | { readonly kind: 'gone'; readonly service: string }
  | { readonly kind: 'failing'; readonly service: string; readonly status: number }
  | { readonly kind: 'slow'; readonly service: string; readonly ms: number }
  | { readonly kind: 'zone-lost'; readonly zone: string };

/** The status of a service that fails, where nobody says more. */
export const DEFAULT_STATUS = 503;

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

/** The zones that are lost under `failures`, as often as it is said. */
export function lostZones(failures: readonly Failure[]): readonly string[] {
  return failures.flatMap((failure) => (failure.kind === 'zone-lost' ? [failure.zone] : []));
}

/** Time that the service takes for itself under `failures`: what is well answers at once. */
export function ownTimeUnder(failures: readonly Failure[], service: string): number {
  const slowness = failures.find(
    (failure) => failure.kind === 'slow' && failure.service === service,
  );
  return slowness?.kind === 'slow' ? slowness.ms : 0;
}

/** The status that the service fails with under `failures`; undefined where it does not. */
export function statusUnder(failures: readonly Failure[], service: string): number | undefined {
  const broken = failures.find(
    (failure) => failure.kind === 'failing' && failure.service === service,
  );
  return broken?.kind === 'failing' ? broken.status : undefined;
}

/** How one host of a service behaves: `refusing` is told at once, `unreachable` when the time to connect is over. */
export type HostState = 'well' | 'refusing' | 'unreachable';

/** The hosts of a service with `pods`, so many of them in lost zones; the worst come first. None where it is gone. */
export function hostsUnder(
  failures: readonly Failure[],
  service: string,
  { pods, unreachable }: { readonly pods: number; readonly unreachable: number },
): readonly HostState[] {
  const about = failures.filter(
    (failure) => failure.kind !== 'zone-lost' && failure.service === service,
  );
  if (about.some(({ kind }) => kind === 'gone')) return [];
  const refusing = about.filter(({ kind }) => kind === 'host-down').length;
  return Array.from({ length: pods }, (_, index): HostState => {
    if (index < refusing) return 'refusing';
    return index < refusing + unreachable ? 'unreachable' : 'well';
  });
}
