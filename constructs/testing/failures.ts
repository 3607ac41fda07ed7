import type { Duration } from 'cdk8s';
import * as failures from '../../lib/graph/simulate/failure';
import { idOf, type NodeLike } from './analysed-system';

export type { Failure } from '../../lib/graph/simulate/failure';

/** One pod of the service refuses connections. */
export function oneHostDown(service: NodeLike): failures.Failure {
  return failures.hostDown(idOf(service));
}

/** No pod of the service is left. */
export function gone(service: NodeLike): failures.Failure {
  return failures.gone(idOf(service));
}

/** Every pod of the service answers with `status`, 503 unless given. */
export function failing(service: NodeLike, status?: number): failures.Failure {
  return failures.failing(idOf(service), status);
}

/** Every pod of the service takes `time` for itself. */
export function slow(service: NodeLike, time: Duration): failures.Failure {
  return failures.slow(idOf(service), time.toMilliseconds());
}

/** The pods in the zone cannot be reached. */
export function zoneLost(zone: string): failures.Failure {
  return failures.zoneLost(zone);
}
