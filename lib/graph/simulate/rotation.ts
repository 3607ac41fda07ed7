import { ejectableOf } from '../analysis/capacity';
import type { EjectionModel } from '../model';
import type { HostState } from './failure';

/** What became of a try: a status, a connection that carries none, or why there was neither. */
export type TryOutcome =
  number | 'connected' | 'connection refused' | 'no connection' | 'cut off' | 'deadline';

/** What counts failures in a row, by the name of its property. */
export type FailureCounter =
  'consecutive5xxErrors' | 'consecutiveGatewayErrors' | 'consecutiveLocalOriginFailures';

/** A host that is taken out of rotation. */
export interface Ejected {
  /** From 1: the hosts are numbered with the worst first. */
  readonly host: number;
  /** Failing tries in a row that it took. */
  readonly afterFailures: number;
  readonly countedBy: FailureCounter;
  readonly forMs: number;
}

interface Host {
  readonly state: HostState;
  /** In a row. */
  failures: Record<FailureCounter, number>;
  /** Out of rotation until then; undefined where it never was. */
  outUntilMs: number | undefined;
}

const NONE: Readonly<Record<FailureCounter, number>> = {
  consecutive5xxErrors: 0,
  consecutiveGatewayErrors: 0,
  consecutiveLocalOriginFailures: 0,
};
const GATEWAY_ERRORS: readonly number[] = [502, 503, 504];

/** The hosts that one client's proxy sends requests to, and what it counts against each. */
export class Rotation {
  /** Counts that have gone up so far. */
  public counted = 0;
  private readonly hosts: readonly Host[];

  /** `states` with the worst first: a request meets them in this order, as if all chance were against it. */
  public constructor(
    states: readonly HostState[],
    private readonly ejection?: EjectionModel,
  ) {
    this.hosts = states.map((state) => ({
      state,
      failures: { ...NONE },
      outUntilMs: undefined,
    }));
  }

  /** How the host with this number behaves. */
  public stateOf(host: number): HostState {
    return this.hosts[host - 1]?.state ?? 'well';
  }

  /** The worst host in rotation, one that is not among `tried` as long as there is one; undefined where there is none. */
  public worst(atMs: number, tried: ReadonlySet<number>): number | undefined {
    const inRotation = this.hosts.flatMap((host, index) => (isOut(host, atMs) ? [] : [index + 1]));
    return inRotation.find((host) => !tried.has(host)) ?? inRotation[0];
  }

  /** Whether as many hosts are out of rotation as ever may be together. */
  public isExhausted(atMs: number): boolean {
    return this.hosts.filter((host) => isOut(host, atMs)).length >= this.most();
  }

  /** Counts what became of a try, as Envoy's outlier detection does, and ejects the host where that is too much. */
  public record(number: number, outcome: TryOutcome, atMs: number): Ejected | undefined {
    const host = this.hosts[number - 1];
    if (host === undefined || this.ejection === undefined) return undefined;
    for (const counter of this.rowsThatGrow(host, outcome)) {
      const limit = this.ejection[counter];
      if (limit === undefined) continue;
      this.counted += 1;
      host.failures[counter] += 1;
      if (host.failures[counter] < limit) continue;
      // Envoy begins anew, whether or not the percentage lets the host go
      host.failures[counter] = 0;
      if (this.isExhausted(atMs)) continue;
      host.failures = { ...NONE };
      const forMs = this.ejection.baseEjectionTimeMs;
      host.outUntilMs = atMs + forMs;
      return { host: number, afterFailures: limit, countedBy: counter, forMs };
    }
    return undefined;
  }

  private most(): number {
    return ejectableOf({ min: this.hosts.length, ejection: this.ejection });
  }

  /** The rows of failures that the outcome adds to; it ends the others. */
  private rowsThatGrow({ state, failures }: Host, outcome: TryOutcome): readonly FailureCounter[] {
    const isSplit = this.ejection?.consecutiveLocalOriginFailures !== undefined;
    // a deadline that is over before there is a connection is nobody's fault
    if (outcome === 'deadline' && state === 'unreachable') return [];
    const isConnected = outcome !== 'connection refused' && outcome !== 'no connection';
    if (isSplit) {
      // a connection ends the row, and a timeout then begins another: one after the other, timeouts never add up
      if (isConnected) failures.consecutiveLocalOriginFailures = 0;
      if (outcome === 'connected') return [];
      if (typeof outcome === 'string') return ['consecutiveLocalOriginFailures'];
    }
    const status = statusCounted(outcome);
    const isGatewayError = GATEWAY_ERRORS.includes(status);
    if (!isGatewayError) failures.consecutiveGatewayErrors = 0;
    if (status < 500) failures.consecutive5xxErrors = 0;
    return [
      ...(isGatewayError ? ['consecutiveGatewayErrors' as const] : []),
      ...(status >= 500 ? ['consecutive5xxErrors' as const] : []),
    ];
  }
}

function isOut({ outUntilMs }: Host, atMs: number): boolean {
  return outUntilMs !== undefined && atMs < outUntilMs;
}

const OK = 200;
const UNAVAILABLE = 503;
const TIMED_OUT = 504;

/** The status that Envoy counts an outcome as. @see DetectorHostMonitorImpl::resultToHttpCode */
function statusCounted(outcome: TryOutcome): number {
  if (typeof outcome === 'number') return outcome;
  if (outcome === 'connected') return OK;
  return outcome === 'cut off' || outcome === 'deadline' ? TIMED_OUT : UNAVAILABLE;
}
