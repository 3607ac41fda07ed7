import { mostSpecific, qualify } from './hosts';
import type { Subset, TrafficPolicy } from './istio';
import type { Labels } from './kubernetes';
import { hasLabels } from './labels';
import { nameOf, select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import { listHosts } from './registry';
import type { Caller } from './sidecar';

type DestinationRule = ResourceOf<'DestinationRule'>;

/** What a proxy sees of the DestinationRules for a host, after merging. */
export interface EffectiveRule {
  /** `namespace/name` of every rule that was merged into it, first come first. */
  readonly sources: readonly string[];
  readonly namespace: string;
  readonly exportTo: ReadonlySet<string>;
  readonly selector: Labels | undefined;
  /** That of the first rule that has one: policies are never merged. */
  readonly policy: TrafficPolicy | undefined;
  readonly subsets: readonly Subset[];
}

/**
 * The rule that configures a host for a caller: from its own namespace, else the service's,
 * else the root namespace (istio: pilot/pkg/model/push_context.go, destinationRule).
 */
export function effectiveRule(
  manifests: Manifests,
  caller: Caller,
  host: string,
): EffectiveRule | undefined {
  const { rootNamespace } = manifests.mesh;
  const isOwn = caller.namespace === rootNamespace ? isPrivate : isLocal;
  const owners = listHosts(manifests).filter((entry) => entry.host === host);
  const exporters = [...owners.map(({ namespace }) => namespace), rootNamespace];
  const found = [
    merge(rulesFor(rulesIn(manifests, caller.namespace).filter(isOwn), manifests, host)),
    ...exporters.map((namespace) => {
      const shared = rulesIn(manifests, namespace).filter((rule) => !isPrivate(rule));
      return merge(rulesFor(shared, manifests, host)).filter(isExportedTo(caller.namespace));
    }),
  ].find((rules) => rules.length > 0);
  return choose(found ?? [], caller);
}

// A rule whose selector the caller does not meet leaves those without selector
// (istio: pilot/pkg/model/sidecar.go, DestinationRule).
function choose(rules: readonly EffectiveRule[], caller: Caller): EffectiveRule | undefined {
  const selecting = rules.find(
    ({ namespace, selector }) =>
      selector !== undefined &&
      namespace === caller.namespace &&
      hasLabels(caller.labels, selector),
  );
  return selecting ?? rules.findLast(({ selector }) => selector === undefined);
}

function rulesIn(manifests: Manifests, namespace: string): readonly DestinationRule[] {
  return select(manifests, 'DestinationRule').filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
}

/** Of a namespace's rules those for the most specific name of a host, with a selector first. */
function rulesFor(
  rules: readonly DestinationRule[],
  manifests: Manifests,
  host: string,
): readonly DestinationRule[] {
  const hostOf = ({ spec, metadata }: DestinationRule): string =>
    qualify(manifests, spec.host, metadata.namespace);
  const name = mostSpecific(host, rules.map(hostOf));
  const chosen = rules.filter((rule) => hostOf(rule) === name);
  return [
    ...chosen.filter(({ spec }) => spec.workloadSelector !== undefined),
    ...chosen.filter(({ spec }) => spec.workloadSelector === undefined),
  ];
}

// istio: pilot/pkg/model/push_context.go, setDestinationRules.
function exportSet({ spec }: DestinationRule): ReadonlySet<string> {
  return new Set(spec.workloadSelector === undefined ? (spec.exportTo ?? []) : ['.']);
}

function isLocal(rule: DestinationRule): boolean {
  const exportTo = exportSet(rule);
  const names = ['*', '.', rule.metadata.namespace];
  return exportTo.size === 0 || names.some((name) => exportTo.has(name));
}

function isPrivate(rule: DestinationRule): boolean {
  const exportTo = exportSet(rule);
  return exportTo.size === 1 && (exportTo.has('.') || exportTo.has(rule.metadata.namespace));
}

function isExportedTo(namespace: string): (rule: EffectiveRule) => boolean {
  return ({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace);
}

/** istio: pilot/pkg/model/destination_rule.go, mergeDestinationRule; the first wins. */
function merge(rules: readonly DestinationRule[]): readonly EffectiveRule[] {
  return rules.reduce<readonly EffectiveRule[]>((merged, rule) => {
    const incoming = effective(rule);
    const encounters = merged.map((existing) => meet(existing, incoming));
    const joined = merged.map((existing, index) =>
      encounters[index]?.joins ? join(existing, incoming) : existing,
    );
    // Istio keeps one variable over its loop: the last encounter decides.
    return (encounters.at(-1)?.staysApart ?? true) ? [...joined, incoming] : joined;
  }, []);
}

interface Encounter {
  readonly joins: boolean;
  readonly staysApart: boolean;
}

// Equal exportTo absorbs a rule without selector even into one that has a selector.
function meet(existing: EffectiveRule, incoming: EffectiveRule): Encounter {
  const isEqual =
    existing.exportTo.size === incoming.exportTo.size && isSuperset(incoming, existing);
  const isWider = existing.exportTo.size > 0 && isSuperset(incoming, existing);
  if (!isEqual && !isWider) return { joins: false, staysApart: true };
  const selectors = [existing.selector, incoming.selector];
  if (selectors.every((selector) => selector !== undefined)) {
    const isSame = sameLabels(existing.selector, incoming.selector);
    return { joins: isSame, staysApart: !isSame };
  }
  const areBothOpen = selectors.every((selector) => selector === undefined);
  return { joins: true, staysApart: !areBothOpen && !isEqual };
}

function join(existing: EffectiveRule, incoming: EffectiveRule): EffectiveRule {
  const known = new Set(existing.subsets.map(({ name }) => name));
  return {
    ...existing,
    policy: existing.policy ?? incoming.policy,
    sources: [...existing.sources, ...incoming.sources],
    subsets: [...existing.subsets, ...incoming.subsets.filter(({ name }) => !known.has(name))],
  };
}

function isSuperset(wide: EffectiveRule, narrow: EffectiveRule): boolean {
  return [...narrow.exportTo].every((name) => wide.exportTo.has(name));
}

function sameLabels(a: Labels = {}, b: Labels = {}): boolean {
  return hasLabels(a, b) && hasLabels(b, a);
}

function effective(rule: DestinationRule): EffectiveRule {
  return {
    sources: [nameOf(rule)],
    namespace: rule.metadata.namespace,
    exportTo: exportSet(rule),
    selector: rule.spec.workloadSelector && (rule.spec.workloadSelector.matchLabels ?? {}),
    policy: rule.spec.trafficPolicy,
    subsets: rule.spec.subsets ?? [],
  };
}

/**
 * The policy of one cluster of a rule: a subset's blocks take the place of the rule's, each whole
 * (istio: pilot/pkg/networking/util/util.go, MergeSubsetTrafficPolicy). Undefined where there is no such subset.
 */
export function policyTowards(
  { policy, subsets }: EffectiveRule,
  subset: string | undefined,
): TrafficPolicy | undefined {
  if (subset === undefined) return policy;
  const found = subsets.find(({ name }) => name === subset);
  return found && { ...policy, ...found.trafficPolicy };
}
