import type { EjectionModel } from '../model';
import type { HostState } from './failure';
import { Rotation, type Ejected } from './rotation';
import { tryCall, type Answer, type TriedCall } from './tries';

/** A host that fails again and again, and when it is taken out of rotation. */
export interface Ejection extends Ejected {
  /** The request, from 1, during which it happens, when one such request follows the other. */
  readonly request: number;
  /** The try of that request which is one failure too many. */
  readonly try: number;
  /** From the start of the first request. */
  readonly atMs: number;
}

/** One request, and what comes of more of them. */
export interface RepeatedRequests {
  readonly first: Omit<Answer, 'ejections'>;
  /** The first of each host. */
  readonly ejections: readonly Ejection[];
}

/** The hosts that a client's proxy knows, and when it ejects them. */
export interface Destination {
  readonly hosts: readonly HostState[];
  /** Undefined where nothing is ejected. */
  readonly ejection: EjectionModel | undefined;
}

/**
 * Makes the call again and again, each time when the one before it is answered: until as many hosts are out of rotation
 * as may be together, or no failure is counted any longer.
 */
export function repeatRequests(
  call: TriedCall,
  { hosts, ejection }: Destination,
): RepeatedRequests {
  const rotation = new Rotation(hosts, ejection);
  const { ejections: own, ...first } = tryCall(call, rotation);
  const ejections: Ejection[] = own.map((each) => ({ ...each, request: 1 }));
  let nowMs = first.ms;
  let counted = 0;
  // by then each host has had its turn, in spite of all that came back meanwhile
  const most = hosts.length * largestCount(ejection);
  for (let request = 2; request <= most && rotation.counted > counted; request += 1) {
    if (rotation.isExhausted(nowMs)) break;
    ({ counted } = rotation);
    const answer = tryCall(call, rotation, nowMs);
    for (const each of answer.ejections) {
      if (ejections.some(({ host }) => host === each.host)) continue;
      ejections.push({ ...each, request, atMs: nowMs + each.atMs });
    }
    nowMs += answer.ms;
  }
  return { first, ejections };
}

function largestCount(ejection: EjectionModel | undefined): number {
  return Math.max(
    ejection?.consecutive5xxErrors ?? 0,
    ejection?.consecutiveGatewayErrors ?? 0,
    ejection?.consecutiveLocalOriginFailures ?? 0,
  );
}
