import type { Manifest } from '../../constructs/testing';
import {
  REGIONS,
  ZONES,
  serviceName,
  type RandomService,
  type RandomSize,
} from './random-policies';

/** The pods of one Envoy cluster, which one outlier detection counts. */
interface Cluster {
  readonly name: string;
  readonly size: RandomSize;
  /** Of so many pods the most that must be able to go at once. */
  readonly mustEject: (pods: number) => number;
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
  const subsets = (rule.subsets ?? []).map(({ name, trafficPolicy }) => ({
    name,
    size: sizes[Number(name.slice(1)) - 1] ?? { min: 0, max: 0 },
    mustEject: groupOf(service),
    policy: trafficPolicy,
  }));
  // of several versions without a failover among them, requests go to subsets alone
  const isWhole = sizes.length === 1 || place === 'version';
  if (!isWhole || rule.trafficPolicy === undefined) return subsets;
  const size = { min: sum(sizes.map(({ min }) => min)), max: sum(sizes.map(({ max }) => max)) };
  const mustEject = place === 'version' ? preferredOf(service) : groupOf(service);
  return [...subsets, { name: 'whole', size, mustEject, policy: rule.trafficPolicy }];
}

/** The largest of as many even groups as there are places; one pod where they do not matter. */
function groupOf({ place }: RandomService): Cluster['mustEject'] {
  if (place !== 'zones' && place !== 'regions') return () => 1;
  const places = place === 'zones' ? ZONES.length : REGIONS.length;
  return (pods) => Math.ceil(pods / places);
}

/** All pods of the first version, as many as there may be while the others have their fewest. */
function preferredOf({ sizes: [first, ...others] }: RandomService): Cluster['mustEject'] {
  const rest = sum(others.map(({ min }) => min));
  return (pods) => Math.min(first?.max ?? 0, pods - rest);
}

function faultsOf({ size, mustEject, policy }: Cluster): readonly string[] {
  const percent = policy?.outlierDetection?.maxEjectionPercent;
  // one pod may be alone, and is never ejected
  if (size.min < 2) return percent === undefined ? [] : ['detects outliers among one pod'];
  if (percent === undefined) return ['detects no outliers'];
  // of two pods with one down the other stays
  const fewest = size.min === 2 ? 2 : size.min - 1;
  const counts = Array.from({ length: size.max - fewest + 1 }, (_, more) => fewest + more);
  return counts.flatMap((pods) => {
    // Envoy: the k-th of N pods goes only if 100·k/N is at most the percentage
    const ejectable = Math.floor((pods * percent) / 100);
    // Istio takes whole percents: of more than a hundred pods, 99 % leave more than one
    const wanted = Math.min(Math.max(1, mustEject(pods)), pods - 1, Math.floor(pods * 0.99));
    if (ejectable >= pods) return [`all of ${pods} can be ejected`];
    return ejectable < wanted ? [`${ejectable} of ${pods} can be ejected, want ${wanted}`] : [];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
