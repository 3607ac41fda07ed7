import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { count, read, readList, readObject } from '../values/read';

/** How much the mesh tolerates. */
export interface LimitFacts {
  /**
   * Largest load that failures may put on a service, as a multiple of its load without failures; at least 1. Beyond it
   * the app is refused.
   *
   * @default 27, three calls in a row with Istio's own default of two retries each
   */
  readonly amplification?: number;

  /**
   * Most calls in a row; at least 1. Longer chains are told as information.
   *
   * @default 10, which together fail once in a hundred requests where each fails once in a thousand
   */
  readonly depth?: number;

  /**
   * Most services that one service calls; at least 1. More are told as information.
   *
   * @default 10, for which one request in ten is slow where each callee is once in a hundred
   * @see https://research.google/pubs/the-tail-at-scale/
   */
  readonly fanOut?: number;
}

/** Where the mesh runs, and what it tolerates. */
export interface TopologyFacts {
  /**
   * Zones by region, as the labels `topology.kubernetes.io/region` and `…/zone` of the nodes name them.
   *
   * @default - unknown: nothing is said about the loss of one
   */
  readonly zones?: Readonly<Record<string, readonly string[]>>;

  /**
   * How much the mesh tolerates.
   *
   * @default - an amplification of 27, ten calls in a row, ten callees of one service
   */
  readonly limits?: LimitFacts;
}

/** Where the mesh runs, and what it tolerates, as declared. */
export interface TopologyDeclaration {
  readonly zones: readonly { readonly region: string; readonly zone: string }[];
  readonly maxAmplification: number | undefined;
  readonly maxDepth: number | undefined;
  readonly maxFanOut: number | undefined;
}

/** The valid parts of `facts`. */
export function declareTopology(facts: TopologyFacts, report: Report): TopologyDeclaration {
  const regions = Object.entries(readObject(report, 'zones', facts.zones) ?? {});
  const limits = readObject(report, 'limits', facts.limits) ?? {};
  return {
    zones: regions.flatMap(([region, zones]) => declareZones(report, region, zones)),
    maxAmplification: readAmplification(report, limits),
    maxDepth: read(report, count, ['limits.depth', limits.depth]),
    maxFanOut: read(report, count, ['limits.fanOut', limits.fanOut]),
  };
}

function declareZones(
  report: Report,
  region: string,
  given: readonly string[],
): TopologyDeclaration['zones'] {
  const prop = `zones.${region}`;
  const zones = readList(report, prop, given).filter((zone) => {
    const isName = typeof zone === 'string' && zone.trim() !== '';
    if (!isName) report('MW0001', { prop, got: describe(zone) });
    return isName;
  });
  return [...new Set(zones)].sort().map((zone) => ({ region, zone }));
}

function readAmplification(report: Report, { amplification }: LimitFacts): number | undefined {
  if (amplification === undefined) return undefined;
  if (typeof amplification === 'number' && amplification >= 1) return amplification;
  report('MW1071', { prop: 'limits.amplification', got: describe(amplification) });
  return undefined;
}
