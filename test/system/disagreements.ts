import type { Manifest } from '../../constructs/testing';
import {
  listWorkloads,
  readManifests,
  select,
  verdict,
  type Manifests,
  type Ref,
  type Verdict,
  type Workload,
} from '../support/reach';
import { UNDECLARED, type DeclaredCall, type SentRequest } from './declared-calls';

/**
 * Where what the rendered objects allow differs from what is declared, for every workload that could call, every
 * Service port, and every request that anybody declares or nobody does.
 */
export function disagreements(
  rendered: readonly Manifest[],
  declared: readonly DeclaredCall[],
): readonly string[] {
  const manifests = readManifests([...rendered, ...OUTSIDERS]);
  const requests = uniqueRequests([
    ...declared.flatMap((call) => call.requests ?? []),
    ...UNDECLARED,
  ]);
  return servicePorts(manifests).flatMap(({ to, port }) =>
    listWorkloads(manifests)
      .filter((from) => from.name !== `${to.name}-v1`)
      .flatMap((from) =>
        requests.flatMap((request) => {
          const found = verdict(manifests, { from, to, port, ...request });
          const edge = declared.find((call) => isEdge(call, { from, to, port }));
          // a scope lists hosts, not ports
          const isKnown = declared.some((call) => isEdge({ ...call, port }, { from, to, port }));
          return compare(found, { from, to, edge, isKnown, request }).map(
            (text) =>
              `${from.name} → ${to.name}:${port} ${request.method} ${request.path}: ${text}`,
          );
        }),
      ),
  );
}

/** Workloads that the stacks know of or that must be kept out, beside those that they declare. */
const OUTSIDERS: readonly Manifest[] = [
  outsider(
    { namespace: 'istio-system', name: 'istio-ingressgateway' },
    {
      serviceAccount: 'istio-ingressgateway-service-account',
      labels: { istio: 'ingressgateway', 'sidecar.istio.io/inject': 'true' },
    },
  ),
  outsider(
    { namespace: 'elsewhere', name: 'stranger' },
    {
      serviceAccount: 'stranger',
      labels: { 'sidecar.istio.io/inject': 'true' },
    },
  ),
  outsider(
    { namespace: 'elsewhere', name: 'plain' },
    {
      serviceAccount: 'default',
      labels: { 'sidecar.istio.io/inject': 'false' },
    },
  ),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'stranger', namespace: 'elsewhere' },
    spec: {
      selector: { app: 'stranger' },
      ports: [{ name: 'http', port: 8080, appProtocol: 'http' }],
    },
  },
];

function outsider(
  { namespace, name }: Ref,
  pod: { readonly serviceAccount: string; readonly labels: Readonly<Record<string, string>> },
): Manifest {
  const labels = { app: name, ...pod.labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: pod.serviceAccount,
          containers: [{ name: 'app', image: name }],
        },
      },
    },
  };
}

interface Expectation {
  readonly from: Workload;
  readonly to: Ref;
  readonly isKnown: boolean;
  readonly edge: DeclaredCall | undefined;
  readonly request: SentRequest;
}

/** Each layer is the tightest superset of the declaration that it can express; together they are the declaration. */
function compare(
  found: Verdict,
  { from, to, edge, isKnown, request }: Expectation,
): readonly string[] {
  const isDeclared = edge !== undefined;
  const isRequestDeclared =
    isDeclared &&
    (edge.requests === undefined || edge.requests.some((each) => isSame(each, request)));
  const [isManaged, isTargetManaged] = [from, to].map(isOurs);
  const expected: Record<string, [actual: unknown, wanted: unknown]> = {
    ...(isTargetManaged && {
      allowed: [found.allowed, isRequestDeclared],
      // a proxy passes on what it does not know as it comes, in plain text
      'mutual TLS': [found.mutualTls, from.isInjected && (isKnown || !isManaged)],
      authorization: [found.authorization, isRequestDeclared],
      'network policy of the callee': [found.networkPolicy.ingress, isDeclared],
    }),
    ...(isManaged && {
      'network policy of the caller': [found.networkPolicy.egress, isDeclared],
      'scope of the caller': [found.sidecarScope, isKnown],
    }),
    ...(isManaged &&
      isRequestDeclared && {
        deadline: [found.route?.timeout, edge.timeout],
        'retries of what is declared': [hasRetries(found), edge.timeout !== undefined],
      }),
    ...(isManaged &&
      isDeclared &&
      !isRequestDeclared && {
        'retries of what is not declared': [hasRetries(found), false],
      }),
  };
  return Object.entries(expected)
    .filter(([, [actual, wanted]]) => actual !== wanted)
    .map(([layer, [actual, wanted]]) => `${layer} is ${String(actual)}, want ${String(wanted)}`);
}

function isOurs({ namespace }: Ref): boolean {
  return namespace !== 'istio-system' && namespace !== 'elsewhere';
}

function hasRetries({ route }: Verdict): boolean {
  return (route?.retries?.attempts ?? 0) > 0;
}

/** Calls whose caller is not told in its environment where the callee is. */
export function unaddressed(
  rendered: readonly Manifest[],
  declared: readonly DeclaredCall[],
): readonly string[] {
  return declared.flatMap(({ from, to, port }) => {
    const caller = rendered.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === from.name,
    );
    const environment = JSON.stringify(caller?.spec ?? 'not ours');
    const isTold = environment.includes(`"${to.name}.${to.namespace}.svc.cluster.local`);
    return caller === undefined || isTold ? [] : [`${from.name} → ${to.name}:${port}`];
  });
}

function servicePorts(
  manifests: Manifests,
): readonly { readonly to: Ref; readonly port: number }[] {
  return select(manifests, 'Service').flatMap(({ metadata, spec }) =>
    (spec.ports ?? []).map(({ port }) => ({
      to: { namespace: metadata.namespace, name: metadata.name },
      port,
    })),
  );
}

function isEdge(
  call: DeclaredCall,
  { from, to, port }: { readonly from: Ref; readonly to: Ref; readonly port: number },
): boolean {
  return (
    call.port === port &&
    call.from.namespace === from.namespace &&
    call.from.name === from.name &&
    call.to.namespace === to.namespace &&
    call.to.name === to.name
  );
}

function uniqueRequests(requests: readonly SentRequest[]): readonly SentRequest[] {
  return [...new Map(requests.map((each) => [`${each.method} ${each.path}`, each])).values()];
}

function isSame(a: SentRequest, b: SentRequest): boolean {
  return a.method === b.method && a.path === b.path;
}
