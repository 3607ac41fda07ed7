import type { Construct } from 'constructs';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import { headlessName } from '../lib/conventions/names';
import type { ServiceDeclaration } from '../lib/graph/declare-service';
import type { PodNamesPlan } from '../lib/traffic/plan-pod-names';
import { renderPodNamesRule, renderRouting } from './late';
import { lateObject } from './late-object';

/** Creates what says how the pods of a stateful service reach each other by name. */
export function createPodNamesObjects(
  scope: Construct,
  { name: service, namespace, workload }: ServiceDeclaration,
  plan: () => PodNamesPlan,
): void {
  const { istioNetworking: apiVersion } = API_VERSION;
  const name = headlessName(service);
  const common = { apiVersion, name, namespace, labels: objectLabels(service) };
  lateObject(scope, {
    ...common,
    id: 'HeadlessDestinationRule',
    kind: 'DestinationRule',
    spec: () => renderPodNamesRule(plan().destination),
  });
  if (!workload.ports.some(({ family }) => family === 'http')) return;
  lateObject(scope, {
    ...common,
    id: 'HeadlessVirtualService',
    kind: 'VirtualService',
    spec: () => renderRouting(plan().routing),
  });
}
