import type { Manifest } from '../../constructs/testing';
import {
  situationsAmongPlaces,
  situationsAmongVersions,
  type Situation,
} from './ejection-situations';
import { serviceName, type RandomService } from './random-policies';

/** The pods of one Envoy cluster, which one outlier detection counts. */
interface Cluster {
  readonly name: string;
  /** The fewest pods. */
  readonly min: number;
  readonly situations: Iterable<Situation>;
  readonly policy: RenderedPolicy | undefined;
}

interface RenderedPolicy {
  readonly outlierDetection?: { readonly maxEjectionPercent?: number };
}

interface RenderedRule {
  readonly host: string;
  readonly trafficPolicy?: RenderedPolicy;
  readonly subsets?: readonly { readonly name: string; readonly trafficPolicy?: RenderedPolicy }[];
}

/** Clusters in which too few pods can be ejected, or all of them, whoever calls. */
export function ejectionFaults(
  rendered: readonly Manifest[],
  services: readonly RandomService[],
): readonly string[] {
  return rendered
    .filter(({ kind }) => kind === 'DestinationRule')
    .flatMap(({ metadata, spec }) => {
      const rule = spec as unknown as RenderedRule;
      const index = services.findIndex((_, at) => rule.host.startsWith(`${serviceName(at)}.`));
      const service = services[index];
      if (service === undefined) throw new Error(`nobody declares ${rule.host}`);
      return clustersOf(service, rule).flatMap((cluster) =>
        faultsOf(cluster).map((fault) => `${metadata.name} ${cluster.name}: ${fault}`),
      );
    });
}

function clustersOf(service: RandomService, rule: RenderedRule): readonly Cluster[] {
  const { sizes, place } = service;
  const subsets = (rule.subsets ?? []).map(({ name, trafficPolicy }) => {
    const size = sizes[Number(name.slice(1)) - 1] ?? { min: 0, max: 0 };
    const situations = situationsAmongPlaces(size, place);
    return { name, min: size.min, situations, policy: trafficPolicy };
  });
  // of several versions without a failover among them, requests go to subsets alone
  const isWhole = sizes.length === 1 || place === 'version';
  if (!isWhole || rule.trafficPolicy === undefined) return subsets;
  const [first = { min: 0, max: 0 }, ...others] = sizes;
  const rest = { min: sum(others.map(({ min }) => min)), max: sum(others.map(({ max }) => max)) };
  const situations =
    place === 'version'
      ? situationsAmongVersions(first, rest)
      : situationsAmongPlaces(first, place);
  const min = first.min + rest.min;
  return [...subsets, { name: 'whole', min, situations, policy: rule.trafficPolicy }];
}

function faultsOf({ min, situations, policy }: Cluster): readonly string[] {
  const percent = policy?.outlierDetection?.maxEjectionPercent;
  // one pod may be alone, and is never ejected
  if (min < 2) return percent === undefined ? [] : ['detects outliers among one pod'];
  if (percent === undefined) return ['detects no outliers'];
  const faults = new Set<string>();
  for (const { present, failing } of situations) {
    // Envoy: the k-th of N pods goes only if 100·k/N is at most the percentage
    const ejectable = Math.floor((present * percent) / 100);
    // Istio takes whole percents: of more than a hundred pods, 99 % leave more than one
    const wanted = Math.min(failing, present - 1, Math.floor(present * 0.99));
    if (ejectable >= present) faults.add(`all of ${present} can be ejected`);
    if (ejectable >= wanted) continue;
    faults.add(`${ejectable} of ${present} can be ejected, want ${wanted}`);
  }
  return [...faults];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
