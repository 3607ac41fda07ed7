import { weightsName } from '../conventions/names';
import type { Repeatability } from '../graph/operation';
import type { TargetPlan } from '../graph/target';
import type { VersionDeclaration, WorkloadDeclaration } from '../workload/declaration';
import type { RequestCondition } from '../graph/edge';
import type { TrafficDeclaration } from './declare';
import { cookiePattern, type Match } from './match';

/** Where a share of a route's requests goes. */
export interface DestinationPlan {
  readonly host: string;
  readonly port: number;
  readonly subset: string | undefined;
  /** In percent; undefined for an only destination. */
  readonly weight: number | undefined;
  /** A cookie that keeps the client with this destination. */
  readonly cookie: CookiePlan | undefined;
}

/** A cookie that an answer sets. */
export interface CookiePlan {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
}

/** A copy of a route's requests. */
export interface MirrorPlan {
  readonly destination: DestinationPlan;
  readonly percent: number;
}

/** Another VirtualService that says where requests go. */
export interface DelegatePlan {
  readonly name: string;
  readonly namespace: string;
}

/** How a host's requests are shared among its versions. */
export interface VersionTraffic extends Pick<TrafficDeclaration, 'split' | 'mirror' | 'failover'> {
  /** Those that get requests, by name; none has a weight or `when` where there is one. */
  readonly versions: readonly RoutedVersion[];
  /** Whether a destination names its version. */
  readonly hasSubsets: boolean;
}

/** A version as routes see it. */
export type RoutedVersion = Pick<VersionDeclaration, 'name' | 'weight' | 'when'>;

/** What has no versions. */
export const ONLY_VERSION: VersionTraffic = {
  versions: [],
  hasSubsets: false,
  split: { kind: 'request', cookie: undefined },
  mirror: undefined,
  failover: undefined,
};

/** The versions of a service that get requests. One that is retiring gets none any more. */
export function versionTraffic(
  { versions, hasSubsets }: Pick<WorkloadDeclaration, 'versions' | 'hasSubsets'>,
  { split, mirror, failover }: TrafficDeclaration,
): VersionTraffic {
  return {
    versions: versions.filter(({ isRetiring }) => !isRetiring),
    hasSubsets,
    split,
    mirror,
    failover,
  };
}

/** One of the routes that an edge becomes: for requests of one version, or for the rest. */
export interface VersionVariant {
  readonly suffix: string;
  readonly conditions: readonly RequestCondition[];
  readonly destinations: readonly DestinationPlan[];
  readonly delegate: DelegatePlan | undefined;
}

/** The routes of one edge: one for each version that some requests are sent to, then one for the rest. */
export function versionVariants(
  target: TargetPlan,
  port: number,
  traffic: VersionTraffic,
): readonly VersionVariant[] {
  const to = (version: string): readonly DestinationPlan[] => [
    { host: target.host, port, subset: version, weight: undefined, cookie: undefined },
  ];
  const selected = traffic.versions
    .flatMap(({ name, when }) => (when === undefined ? [] : [{ name, when }]))
    .sort((a, b) => breadth(a.when) - breadth(b.when))
    .map(({ name, when: { subject, name: subjectName, comparison } }) => ({
      suffix: `.${name}`,
      conditions: [{ subject, name: subjectName, comparison }],
      destinations: to(name),
      delegate: undefined,
    }));
  return [...selected, ...returning(traffic, to), rest(target, port, traffic)];
}

const BREADTH = { exact: 0, prefix: 1, regex: 2, present: 3 } as const;

/** A version that takes one value comes before one that takes many, or it would never get a request. */
function breadth({ comparison }: Match): number {
  return BREADTH[comparison.kind];
}

/** Clients that a cookie keeps with their version. */
function returning(
  traffic: VersionTraffic,
  to: (version: string) => readonly DestinationPlan[],
): readonly VersionVariant[] {
  const { cookie } = traffic.split;
  const shared = sharing(traffic);
  if (cookie === undefined || shared.length < 2) return [];
  return shared.map(({ name }) => ({
    suffix: `.returning-${name}`,
    conditions: [
      {
        subject: 'header',
        name: 'cookie',
        comparison: { kind: 'regex', value: cookiePattern(cookie.name, name) },
      },
    ],
    destinations: to(name),
    delegate: undefined,
  }));
}

function rest(target: TargetPlan, port: number, traffic: VersionTraffic): VersionVariant {
  const isOurs = traffic.split.kind !== 'controller';
  const { name, namespace } = target;
  return {
    suffix: '',
    conditions: [],
    destinations: isOurs ? splitOf(target, port, traffic) : [],
    delegate: isOurs ? undefined : { name: weightsName(name), namespace },
  };
}

/** The weighted versions that requests without a preference go to. */
export function splitOf(
  { host }: TargetPlan,
  port: number,
  traffic: VersionTraffic,
): readonly DestinationPlan[] {
  const whole = { host, port, subset: undefined, weight: undefined, cookie: undefined };
  // failover to another version is a choice among all pods of the host
  if (!traffic.hasSubsets || traffic.failover?.kind === 'version') return [whole];
  const { cookie } = traffic.split;
  const shared = sharing(traffic);
  return shared.map(({ name, weight }) => ({
    ...whole,
    subset: name,
    weight: shared.length === 1 ? undefined : weight,
    cookie:
      cookie === undefined || shared.length === 1
        ? undefined
        : { name: cookie.name, value: name, maxAgeSeconds: Math.ceil(cookie.ttlMs / 1000) },
  }));
}

function sharing({ versions }: VersionTraffic): readonly RoutedVersion[] {
  const weighted = versions.filter(({ weight }) => weight !== undefined && weight > 0);
  return weighted.length > 0 ? weighted : versions.filter(({ when }) => when === undefined);
}

/** The copies of a route's requests, unless a copy would do again what must not be done twice. */
export function mirrorOf(
  target: TargetPlan,
  port: number,
  {
    traffic: { mirror },
    repeatability,
  }: { readonly traffic: VersionTraffic; readonly repeatability: Repeatability },
): MirrorPlan | undefined {
  const isRepeatable = repeatability === 'safe' || repeatability === 'idempotent';
  if (mirror === undefined || !(isRepeatable || mirror.everythingReason !== undefined)) {
    return undefined;
  }
  return {
    destination: {
      host: target.host,
      port,
      subset: mirror.version,
      weight: undefined,
      cookie: undefined,
    },
    percent: mirror.options.percent ?? ALL,
  };
}

const ALL = 100;
