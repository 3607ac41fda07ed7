import type { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import { edgeRuleName, repeatedRuleName, workloadName } from '../lib/conventions/names';
import type { ServiceDeclaration } from '../lib/graph/declare-service';
import type { ServicePlan } from '../lib/system/plan';
import type { DestinationRulePlan, SubsetPlan } from '../lib/traffic/plan-destination';
import type { EdgeRulePlan } from '../lib/traffic/plan-edge-rules';
import { selectorOf } from '../lib/conventions/labels';
import { renderEdgeRule, renderHostRule, renderVersionRule, renderWholeRule } from './late';
import { lateObject } from './late-object';
import { renderAtRank } from './rendering-order';

const RULE = { apiVersion: API_VERSION.istioNetworking, kind: 'DestinationRule' } as const;

/** The reasons of a rule's loosenings as annotations. */
export function looseningAnnotations({
  loosenings,
}: DestinationRulePlan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(loosenings).map(([name, reason]) => [ANNOTATION.loosened(name), reason]),
  );
}

/**
 * The policy towards a service, and a rule of its own for the subset of each version: one that goes can then be deleted
 * after the routes to it, as one that comes is created before.
 */
export function createDestinationRules(
  scope: Construct,
  { name, namespace, workload }: ServiceDeclaration,
  plan: () => ServicePlan,
): void {
  const destination = (): DestinationRulePlan => plan().destination as DestinationRulePlan;
  lateObject(scope, {
    id: RULE.kind,
    name,
    namespace,
    labels: objectLabels(name),
    lateAnnotations: () => looseningAnnotations(destination()),
    spec: () => renderHostRule(destination()),
    ...RULE,
  });
  if (!workload.hasSubsets) return;
  for (const version of workload.versions) {
    const subset = (): SubsetPlan =>
      destination().subsets.find((each) => each.name === version.name) as SubsetPlan;
    lateObject(scope, {
      id: `${RULE.kind}-${version.name}`,
      name: workloadName(name, version.name),
      namespace,
      labels: objectLabels(name, version.name),
      spec: () => renderVersionRule(destination().host, subset()),
      ...RULE,
    });
  }
}

/** The two ends of a call, as its rules are named after them. */
export interface EdgeEnds {
  readonly caller: { readonly name: string; readonly namespace: string };
  readonly target: { readonly path: string; readonly name: string; readonly namespace: string };
}

/** What a call needs in its caller's namespace where its policy differs from that of the host it goes to. */
export function createEdgeRules(
  scope: Construct,
  { caller, target }: EdgeEnds,
  plan: () => ServicePlan,
): void {
  const rules = (): EdgeRulePlan | undefined =>
    plan().edgeRules.find((rule) => rule.target === target.path);
  const common = { namespace: caller.namespace, labels: objectLabels(caller.name), ...RULE };
  const id = target.path.replaceAll('/', '.');
  const parts = [
    {
      id: `${RULE.kind}-${id}`,
      name: repeatedRuleName(target),
      rule: (): DestinationRulePlan | undefined => rules()?.repeated,
      render: renderWholeRule,
    },
    {
      id: `${RULE.kind}-${id}-own`,
      name: edgeRuleName(target, caller.name),
      rule: (): DestinationRulePlan | undefined => rules()?.own,
      render: (rule: DestinationRulePlan): object => renderEdgeRule(rule, selectorOf(caller.name)),
    },
  ];
  for (const { rule, render, ...part } of parts) {
    const object = lateObject(scope, {
      lateAnnotations: () => looseningAnnotations(rule() as DestinationRulePlan),
      isPresent: () => rule() !== undefined,
      spec: () => render(rule() as DestinationRulePlan),
      ...part,
      ...common,
    });
    renderAtRank(object, 'service');
  }
}
