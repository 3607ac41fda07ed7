import type { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import type { ExternalDeclaration } from '../lib/external/declare';
import type { ExternalPlan, RegistrationPlan } from '../lib/external/plan';
import type { RoutingPlan } from '../lib/traffic/plan-routes';
import { looseningAnnotations } from './destination-objects';
import { renderHostRule, renderRouting, renderServiceEntry } from './late';
import { lateObject, type LateObject } from './late-object';
import { markCallable, type ICallable } from './callable';
import { Registry } from './registry';
import { renderAtRank } from './rendering-order';

/** Declares something that the mesh does not run, and creates what registers it and says how to reach it. */
export function createExternal(
  construct: Construct & ICallable,
  declaration: ExternalDeclaration,
): void {
  const registry = Registry.of(construct);
  registry.add('externals', [{ ...declaration, path: construct.node.path }]);
  registry.validate(construct);
  markCallable(construct);
  renderAtRank(construct, 'service');

  const { name, namespace } = declaration;
  const plan = (): ExternalPlan =>
    registry.plan().externals.get(construct.node.path) as ExternalPlan;
  const { istioNetworking: apiVersion } = API_VERSION;
  for (const part of externalParts(declaration, plan)) {
    const labels = objectLabels(name);
    lateObject(construct, { ...part, id: part.kind, apiVersion, name, namespace, labels });
  }
}

type Part = Pick<LateObject, 'kind' | 'spec' | 'isPresent' | 'annotations' | 'lateAnnotations'>;

function externalParts(
  { plainTextReason }: ExternalDeclaration,
  plan: () => ExternalPlan,
): readonly Part[] {
  return [
    {
      kind: 'ServiceEntry',
      isPresent: () => plan().registration !== undefined,
      ...(plainTextReason !== undefined && {
        annotations: { [ANNOTATION.loosened('tls')]: plainTextReason },
      }),
      spec: () => renderServiceEntry(plan().registration as RegistrationPlan),
    },
    {
      kind: 'DestinationRule',
      lateAnnotations: () => looseningAnnotations(plan().destination),
      spec: () => renderHostRule(plan().destination, plan().exportTo),
    },
    {
      kind: 'VirtualService',
      isPresent: () => plan().routing !== undefined,
      spec: () => renderRouting(plan().routing as RoutingPlan, plan().exportTo),
    },
  ];
}
