import type { IEnvoyFilter } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/EnvoyFilter' with {
  'resolution-mode': 'import',
};
import type { IGateway } from '@kubernetes-models/istio/networking.istio.io/v1/Gateway' with {
  'resolution-mode': 'import',
};
import type { IServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry' with {
  'resolution-mode': 'import',
};
import type { ISidecar } from '@kubernetes-models/istio/networking.istio.io/v1/Sidecar' with {
  'resolution-mode': 'import',
};
import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService' with {
  'resolution-mode': 'import',
};
import type { IAuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy' with {
  'resolution-mode': 'import',
};
import type { IPeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication' with {
  'resolution-mode': 'import',
};
import type { ITelemetry } from '@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry' with {
  'resolution-mode': 'import',
};
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor' with {
  'resolution-mode': 'import',
};
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule' with {
  'resolution-mode': 'import',
};
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment' with {
  'resolution-mode': 'import',
};
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy' with {
  'resolution-mode': 'import',
};
import { App, Chart } from 'cdk8s';
import type { DeclaredSystem } from '../../constructs/testing';

type SpecOf<T extends { spec?: unknown }> = NonNullable<T['spec']>;

type Fields = Readonly<Record<string, unknown>>;

/** The policy of a DestinationRule. The model's own type, a variant for each way to balance, takes the compiler minutes. */
export interface PolicySpec {
  readonly loadBalancer?: Fields & {
    readonly simple?: string;
    readonly localityLbSetting?: Fields;
    readonly consistentHash?: Fields;
  };
  readonly connectionPool?: {
    readonly tcp?: Fields & {
      readonly maxConnections?: number;
      readonly connectTimeout?: string;
    };
    readonly http?: Fields & {
      readonly http1MaxPendingRequests?: number;
      readonly http2MaxRequests?: number;
      readonly maxRetries?: number;
      readonly idleTimeout?: string;
    };
  };
  readonly outlierDetection?: Fields & {
    readonly maxEjectionPercent?: number;
    readonly baseEjectionTime?: string;
  };
  readonly retryBudget?: Fields;
  readonly tls?: Fields;
}

/** The spec of a DestinationRule. */
export interface DestinationRuleSpec {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: Fields;
  readonly trafficPolicy?: PolicySpec;
  readonly subsets?: readonly {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly trafficPolicy?: PolicySpec;
  }[];
}

/** The spec of each kind that tests look into. */
export interface Specs {
  readonly AuthorizationPolicy: SpecOf<IAuthorizationPolicy>;
  readonly Deployment: SpecOf<IDeployment>;
  readonly DestinationRule: DestinationRuleSpec;
  readonly EnvoyFilter: SpecOf<IEnvoyFilter>;
  readonly Gateway: SpecOf<IGateway>;
  readonly NetworkPolicy: SpecOf<INetworkPolicy>;
  readonly PeerAuthentication: SpecOf<IPeerAuthentication>;
  readonly PodMonitor: SpecOf<IPodMonitor>;
  readonly PrometheusRule: SpecOf<IPrometheusRule>;
  readonly ServiceEntry: SpecOf<IServiceEntry>;
  readonly Sidecar: SpecOf<ISidecar>;
  readonly Telemetry: SpecOf<ITelemetry>;
  readonly VirtualService: SpecOf<IVirtualService>;
}

/** One route of a VirtualService for HTTP. */
export type HttpRoute = NonNullable<Specs['VirtualService']['http']>[number];

/** The spec of the one object of `kind` called `name`. */
export function specOf<K extends keyof Specs>(
  system: DeclaredSystem,
  kind: K,
  name: string,
): Specs[K] {
  return system.manifest(kind, name).spec as unknown as Specs[K];
}

/** The HTTP routes of the VirtualService called `name`, in their order. */
export function routesOf(system: DeclaredSystem, name: string): readonly HttpRoute[] {
  return specOf(system, 'VirtualService', name).http ?? [];
}

/** The HTTP route called `route` of the VirtualService called `name`. */
export function routeOf(system: DeclaredSystem, name: string, route: string): HttpRoute {
  const routes = routesOf(system, name);
  const found = routes.find((each) => each.name === route);
  if (found !== undefined) return found;
  const there = routes.map((each) => each.name);
  throw new Error(`want a route ${route} of ${name}, got [${there.join(', ')}]`);
}

/** The environment of the first version of a service, by variable name; a reference shows as undefined. */
export function environmentOf(
  system: DeclaredSystem,
  deployment: string,
): Record<string, string | undefined> {
  const [container] = specOf(system, 'Deployment', deployment).template.spec?.containers ?? [];
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

/** A chart of the same app in another namespace. */
export function beside(chart: Chart, namespace: string): Chart {
  return new Chart(App.of(chart), namespace, { namespace });
}
