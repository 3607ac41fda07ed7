import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { instance, labelValue, percent, read, readObject, readRequired } from '../values/read';
import { Distribution } from './distribution';
import { Failover } from './failover';

/** The shares of one origin. */
export interface SharesDeclaration {
  readonly from: string;
  readonly to: Readonly<Record<string, number>>;
}

/** A distribution as declared, sorted by origin. */
export type DistributionDeclaration = readonly SharesDeclaration[];

/** A valid failover, or undefined where it is not given or invalid. */
export function declareFailover(report: Report, given: Failover | undefined): Failover | undefined {
  if (isCallable(given)) {
    report('MW0228', { prop: 'failover', got: describe(given) });
    return undefined;
  }
  const failover = read(report, instance(Failover), ['failover', given]);
  if (failover === undefined) return undefined;
  const { kind, names } = failover;
  const areNames = names.every(
    (name) => readRequired(report, labelValue, ['failover', name]) !== undefined && name !== '',
  );
  const isEnough = kind === 'version' || new Set(names).size >= 2;
  const isUnique = new Set(names).size === names.length;
  if (!isEnough || !isUnique) {
    report('MW0229', { prop: 'failover', got: describe(names), args: { kind } });
  }
  return areNames && isEnough && isUnique ? failover : undefined;
}

/** Whether somebody hands in a service as the place to fail over to. */
function isCallable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'node' in value;
}

// region, region/zone or region/zone/subzone, each a name or *
const LOCALITY = /^(\*|[A-Za-z0-9][-A-Za-z0-9_.]*)(\/(\*|[A-Za-z0-9][-A-Za-z0-9_.]*)){0,2}$/;

/** A valid distribution, or undefined where it is not given or invalid. */
export function declareDistribution(
  report: Report,
  given: Distribution | undefined,
): DistributionDeclaration | undefined {
  const distribution = read(report, instance(Distribution), ['distribution', given]);
  const shares = readObject(report, 'distribution', distribution?.shares);
  if (shares === undefined) return undefined;
  return Object.entries(shares)
    .map(([from, to]) => declareShares(report, from, to))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

function declareShares(
  report: Report,
  from: string,
  given: Readonly<Record<string, number>>,
): SharesDeclaration {
  const prop = `distribution.${from}`;
  const to = Object.entries(readObject(report, prop, given) ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const locality of [from, ...to.map(([name]) => name)]) {
    if (!LOCALITY.test(locality)) report('MW0230', { prop, got: describe(locality) });
  }
  const areShares = to.every(([, share]) => readRequired(report, percent, [prop, share]));
  const sum = to.reduce((total, [, share]) => total + share, 0);
  if (areShares && sum !== 100) {
    report('MW0231', { prop, got: `${to.map(([, share]) => share).join(' + ')} = ${sum}` });
  }
  return { from, to: Object.fromEntries(to) };
}
