import type { Report } from '../findings/finding';
import { count, instance, read, readRequired } from '../values/read';
import { Capacity } from './capacity';
import type { CapacityDeclaration, LimitsDeclaration } from './policy';
import { Pool } from './pool';

/** A valid capacity, or undefined where it is not given or invalid. */
export function declareCapacity(
  report: Report,
  prop: string,
  given: Capacity | undefined,
): CapacityDeclaration | undefined {
  const capacity = read(report, instance(Capacity), [prop, given]);
  const limits = capacity && declareLimits(report, prop, capacity);
  return capacity && limits && { of: capacity.of, ...limits };
}

/** A valid pool, or undefined where it is not given or invalid. */
export function declarePool(
  report: Report,
  prop: string,
  given: Pool | undefined,
): LimitsDeclaration | undefined {
  const pool = read(report, instance(Pool), [prop, given]);
  return pool && declareLimits(report, prop, pool);
}

function declareLimits(
  report: Report,
  prop: string,
  { requests, options }: Pick<Pool, 'requests' | 'options'>,
): LimitsDeclaration | undefined {
  const valid = readRequired(report, count, [prop, requests]);
  if (valid === undefined) return undefined;
  const number = (name: 'connections' | 'pendingRequests') =>
    read(report, count, [`${prop}.${name}`, options[name]]);
  return {
    requests: valid,
    connections: number('connections'),
    pendingRequests: number('pendingRequests'),
  };
}
