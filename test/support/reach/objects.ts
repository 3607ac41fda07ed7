import type { Labels } from './kubernetes';

/** A manifest as a YAML parser returns it. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: unknown;
}

const API_VERSIONS = {
  Namespace: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
} as const;

/** An object of a kind; `id` is `namespace/name`. */
export function object(kind: keyof typeof API_VERSIONS, id: string, spec?: unknown): PlainObject {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion: API_VERSIONS[kind], kind, metadata: { namespace, name }, spec };
}

export function namespace(name: string, labels: Labels = {}): PlainObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export interface PodOptions {
  readonly labels?: Labels;
  readonly serviceAccount?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
}

export function podTemplate(name: string, options: PodOptions = {}): unknown {
  const { labels = { app: name }, serviceAccount = name, ports = [] } = options;
  return {
    metadata: { labels },
    spec: { serviceAccountName: serviceAccount, containers: [{ name: 'main', ports }] },
  };
}

export function deployment(id: string, options: PodOptions = {}): PlainObject {
  const name = id.split('/')[1] ?? '';
  return object('Deployment', id, { template: podTemplate(name, options) });
}

/** A Service on port 80 in front of port 8080 of the pods labelled `app: name`. */
export function service(id: string, spec: Readonly<Record<string, unknown>> = {}): PlainObject {
  const name = id.split('/')[1] ?? '';
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  return object('Service', id, { selector: { app: name }, ports, ...spec });
}

export function annotated(base: PlainObject, annotations: Labels): PlainObject {
  return { ...base, metadata: { ...base.metadata, annotations } };
}
