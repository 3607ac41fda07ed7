import type { Report } from '../findings/finding';
import {
  declareCallerReference,
  type CallerReference,
  type CallerReferenceDeclaration,
} from '../graph/caller-reference';
import { declareMatch } from '../traffic/declare-match';
import type { Match } from '../traffic/match';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import { instance, objectName, percent, read, readRequired } from '../values/read';
import { isFullDate } from './expiry';
import { Fault, GRPC_STATUS, type GrpcStatus } from './fault';

/** Which requests meet which fault, and until when. */
export interface ExperimentOptions {
  /**
   * The caller whose requests meet the fault: the construct that calls, or the identity of one declared elsewhere. It is
   * told by its certificate.
   *
   * @default - every caller
   */
  readonly caller?: CallerReference;

  /**
   * What else a request must have to meet the fault.
   *
   * @default - nothing
   */
  readonly when?: Match;

  /** What happens to the request. */
  readonly fault: Fault;

  /**
   * The last day of the experiment, as RFC 3339 writes a date: `2027-01-31`. Synthesis has no clock: the fault ends when
   * you remove it, and this is what others judge it by.
   */
  readonly expires: string;
}

/** A fault as declared. */
export type FaultDeclaration = { readonly percent: number | undefined } & (
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'abort'; readonly status: number | GrpcStatus }
);

/** Where an experiment is made. */
export interface ExperimentPlace {
  readonly name: string;
  /** The construct that has the requests. */
  readonly target: string;
  /** Name of the target's operation; undefined for every request. */
  readonly operation: string | undefined;
}

/** An experiment as declared. */
export interface ExperimentDeclaration extends ExperimentPlace {
  readonly caller: CallerReferenceDeclaration | undefined;
  readonly when: Match | undefined;
  readonly fault: FaultDeclaration;
  readonly expires: string;
}

/** The experiment that `options` declare, or nothing where it would do something else than was meant. */
export function declareExperiment(
  place: ExperimentPlace,
  options: ExperimentOptions,
  report: Report,
): ExperimentDeclaration[] {
  const name = read(report, objectName, ['id', place.name]);
  const caller = declareCallerReference(report, 'caller', options.caller);
  const when = declareMatch(report, 'when', options.when);
  const fault = declareFault(report, options.fault);
  const expires = declareExpiry(report, options.expires);
  // a narrower selection that was reported must not turn into a fault for all
  const isNarrowed =
    (options.caller === undefined || caller !== undefined) &&
    (options.when === undefined || when !== undefined);
  if (name === undefined || fault === undefined || expires === undefined || !isNarrowed) return [];
  return [{ ...place, caller, when, fault, expires }];
}

function declareFault(report: Report, given: Fault): FaultDeclaration | undefined {
  const fault = readRequired(report, instance<Fault>(Fault), ['fault', given]);
  if (fault === undefined) return undefined;
  const { effect, options } = fault;
  const share = read(report, percent, ['fault.percent', options.percent]);
  if (options.percent !== share) return undefined;
  if (effect.kind === 'delay') {
    if (effect.duration === undefined) report('MW0003', { prop: 'fault', got: 'nothing' });
    const delayMs = readDuration(report, 'fault', effect.duration);
    return delayMs === undefined ? undefined : { kind: 'delay', delayMs, percent: share };
  }
  if (isStatus(effect.status)) return { kind: 'abort', status: effect.status, percent: share };
  report('MW0806', { prop: 'fault', got: describe(effect.status) });
  return undefined;
}

function isStatus(status: unknown): boolean {
  if (typeof status === 'string') return Object.hasOwn(GRPC_STATUS, status);
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599;
}

function declareExpiry(report: Report, expires: string): string | undefined {
  if (isFullDate(expires)) return expires;
  report('MW0805', { prop: 'expires', got: describe(expires) });
  return undefined;
}
