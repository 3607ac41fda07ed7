import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readRequiredDuration } from '../values/duration';
import { headerName, instance, percent, read, readRequired } from '../values/read';
import { HashTable, LoadBalancing, Warmup, type HashKey } from './load-balancing';

// Envoy's bounds. @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/load_balancing_policies/ring_hash/v3/ring_hash.proto
const MAX_RING_SIZE = 8_388_608;
// @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/load_balancing_policies/maglev/v3/maglev.proto
const MAX_TABLE_SIZE = 5_000_011;

/** Valid load balancing, or undefined where it is not given or invalid. */
export function declareLoadBalancing(
  report: Report,
  prop: string,
  given: LoadBalancing | undefined,
): LoadBalancing | undefined {
  const balancing = read(report, instance(LoadBalancing), [prop, given]);
  if (balancing === undefined) return undefined;
  const parts = [
    isKeyValid(report, prop, balancing.hashKey),
    isTableValid(report, prop, balancing.options.table),
    isWarmupValid(report, `${prop}.warmup`, balancing.options.warmup),
  ];
  return parts.every(Boolean) ? balancing : undefined;
}

function isKeyValid(report: Report, prop: string, key: HashKey | undefined): boolean {
  if (key === undefined || key.kind === 'sourceIp') return true;
  const isNamed = readRequired(report, headerName, [prop, key.name]) !== undefined;
  const hasTtl =
    key.kind !== 'cookie' || readRequiredDuration(report, `${prop}.ttl`, key.ttl) !== undefined;
  return isNamed && hasTtl;
}

function isTableValid(report: Report, prop: string, given: HashTable | undefined): boolean {
  if (given === undefined) return true;
  const table = read(report, instance(HashTable), [`${prop}.table`, given]);
  if (table === undefined) return false;
  const { kind, size } = table;
  const isWhole = Number.isInteger(size) && size >= 1;
  const isValid =
    isWhole && (kind === 'ring' ? size <= MAX_RING_SIZE : size <= MAX_TABLE_SIZE && isPrime(size));
  if (!isValid) {
    report('MW0225', {
      prop: `${prop}.table`,
      got: describe(size),
      args: {
        sizes:
          kind === 'ring'
            ? `a whole number from 1 to ${MAX_RING_SIZE}`
            : `a prime number up to ${MAX_TABLE_SIZE}`,
      },
    });
  }
  return isValid;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) return false;
  }
  return number > 1;
}

function isWarmupValid(report: Report, prop: string, given: Warmup | undefined): boolean {
  if (given === undefined) return true;
  const warmup = read(report, instance(Warmup), [prop, given]);
  if (warmup === undefined) return false;
  const { minimumPercent, aggression } = warmup.options;
  if (aggression !== undefined && !(Number.isFinite(aggression) && aggression > 0)) {
    report('MW0226', { prop: `${prop}.aggression`, got: describe(aggression) });
    return false;
  }
  const hasDuration =
    readRequiredDuration(report, `${prop}.duration`, warmup.duration) !== undefined;
  const hasPercent =
    minimumPercent === undefined ||
    read(report, percent, [`${prop}.minimumPercent`, minimumPercent]) !== undefined;
  return hasDuration && hasPercent;
}
