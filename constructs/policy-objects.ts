import type { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { ENVOY_FILTER_ANNOTATIONS } from '../lib/envoy/annotations';
import { objectLabels } from '../lib/conventions/labels';
import type { ServiceDeclaration } from '../lib/graph/declare-service';
import type { ServicePlan } from '../lib/system/plan';
import type { PodNamesPlan } from '../lib/traffic/plan-pod-names';
import { refusesAnything } from '../lib/shedding/declare';
import type { SheddingPlan } from '../lib/shedding/plan';
import type { RoutingPlan } from '../lib/traffic/plan-routes';
import { createDestinationRules } from './destination-objects';
import {
  renderAlerts,
  renderAuthorization,
  renderNetworkPolicy,
  renderPeerAuthentication,
  renderPodMonitor,
  renderRouting,
  renderShedding,
  renderSidecar,
  renderTelemetry,
} from './late';
import { lateObject, type LateObject } from './late-object';
import { createPodNamesObjects } from './pod-names-objects';

type Part = Omit<LateObject, 'id' | 'name' | 'namespace' | 'labels'>;

/** Creates what decides who may call a service, how, and what is watched; each object is named after the service. */
export function createPolicyObjects(
  scope: Construct,
  declaration: ServiceDeclaration,
  plan: () => ServicePlan,
): void {
  const { name, namespace, workload } = declaration;
  const parts = [
    ...(workload.serviceAccount === undefined ? [serviceAccount(declaration)] : []),
    ...securityParts(declaration, plan),
  ];
  const labels = objectLabels(name);
  const create = (part: Part): void =>
    void lateObject(scope, { id: part.kind, name, namespace, labels, ...part });
  parts.forEach(create);
  // a route to a subset that nobody has defined yet answers 503, so the rules come before the routes
  if (workload.ports.length > 0) {
    createDestinationRules(scope, declaration, plan);
    routingParts(declaration, plan).forEach(create);
  }
  if (workload.kind === 'stateful' && workload.ports.length > 0) {
    createPodNamesObjects(scope, declaration, () => plan().podNames as PodNamesPlan);
  }
  monitoringParts(name, plan).forEach(create);
  if (refusesAnything(declaration.shedding)) create(sheddingPart(plan));
}

function serviceAccount({ workload }: ServiceDeclaration): Part {
  const secrets = workload.imagePullSecrets.map((name) => ({ name }));
  return {
    apiVersion: API_VERSION.core,
    kind: 'ServiceAccount',
    fields: {
      automountServiceAccountToken: false,
      ...(secrets.length > 0 && { imagePullSecrets: secrets }),
    },
  };
}

function securityParts(
  { name, permissiveReason }: ServiceDeclaration,
  plan: () => ServicePlan,
): readonly Part[] {
  const isStrict = permissiveReason === undefined;
  return [
    {
      apiVersion: API_VERSION.istioSecurity,
      kind: 'PeerAuthentication',
      ...(!isStrict && { annotations: { [ANNOTATION.loosened('mtls')]: permissiveReason } }),
      spec: () => renderPeerAuthentication(name, isStrict ? 'STRICT' : 'PERMISSIVE'),
    },
    {
      apiVersion: API_VERSION.istioSecurity,
      kind: 'AuthorizationPolicy',
      spec: () => renderAuthorization(name, plan().authorization),
    },
    {
      apiVersion: API_VERSION.networking,
      kind: 'NetworkPolicy',
      spec: () => renderNetworkPolicy(name, plan().network),
    },
    {
      apiVersion: API_VERSION.istioNetworking,
      kind: 'Sidecar',
      spec: () => renderSidecar(name, plan().scope, plan().inbound),
    },
  ];
}

function routingParts(
  { workload, traffic }: ServiceDeclaration,
  plan: () => ServicePlan,
): readonly Part[] {
  const hasRoutes = workload.ports.some(
    ({ family }) => family === 'http' || (family === 'tcp' && workload.hasSubsets),
  );
  const reason = traffic.mirror?.everythingReason;
  return hasRoutes
    ? [
        {
          apiVersion: API_VERSION.istioNetworking,
          kind: 'VirtualService',
          ...(reason !== undefined && { annotations: { [ANNOTATION.loosened('mirror')]: reason } }),
          spec: () => renderRouting(plan().routing as RoutingPlan),
        },
      ]
    : [];
}

function sheddingPart(plan: () => ServicePlan): Part {
  return {
    apiVersion: API_VERSION.istioEnvoyFilter,
    kind: 'EnvoyFilter',
    annotations: ENVOY_FILTER_ANNOTATIONS,
    isPresent: () => plan().shedding !== undefined,
    spec: () => renderShedding(plan().shedding as SheddingPlan),
  };
}

function monitoringParts(name: string, plan: () => ServicePlan): readonly Part[] {
  const monitoring = (): ServicePlan['monitoring'] => plan().monitoring;
  const lateLabels = (): Readonly<Record<string, string>> => monitoring().operator?.labels ?? {};
  return [
    {
      apiVersion: API_VERSION.istioTelemetry,
      kind: 'Telemetry',
      spec: () => renderTelemetry(monitoring().tracing, name),
    },
    {
      apiVersion: API_VERSION.monitoring,
      kind: 'PodMonitor',
      lateLabels,
      isPresent: () => monitoring().operator !== undefined,
      spec: () => renderPodMonitor(monitoring()),
    },
    {
      apiVersion: API_VERSION.monitoring,
      kind: 'PrometheusRule',
      lateLabels,
      isPresent: () => monitoring().alerts.length > 0,
      spec: () => renderAlerts(monitoring()),
    },
  ];
}
