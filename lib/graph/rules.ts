import { NAMESPACE_OBJECTS, workloadName } from '../conventions/names';
import { originText } from '../traffic/layers';
import { istioDuration } from '../values/duration';
import { reportAt, type Finding } from '../findings/finding';
import { describe } from '../values/describe';
import { groupBy } from '../values/group-by';
import type { MeshPlan } from '../mesh/plan';
import type { Declarations } from './declarations';
import type { EdgePlan } from './edge';
import type { GraphPlan } from './plan';
import { HTTP2_PROTOCOLS } from '../workload/port';
import { clusterNamespace } from './target';

/** Everything that only a look at all declarations and calls together can tell. */
export function checkGraph(
  declarations: Declarations,
  { edges, targets }: Pick<GraphPlan, 'edges' | 'targets'>,
  { mesh, findings }: { readonly mesh: MeshPlan; readonly findings: Finding[] },
): void {
  checkNames(declarations, findings);
  checkWorkloadNames(declarations, findings);
  checkHosts(declarations, findings);
  checkReferences(targets, mesh, findings);
  for (const edge of edges) {
    checkDeadline(edge, findings);
    checkReference(edge, findings);
    checkProtocol(edge, findings);
  }
}

function checkNames(declarations: Declarations, findings: Finding[]): void {
  const named = [
    ...declarations.services,
    ...declarations.externals,
    ...declarations.gateways,
    // its own objects are all called default; that it has two owners is another finding
    ...[...groupBy(declarations.namespaces, ({ name }) => name).values()]
      .flatMap(([first]) => first ?? [])
      .map(({ path, name }) => ({ path, namespace: name, name: NAMESPACE_OBJECTS })),
  ];
  reportTwins(
    named,
    ({ namespace, name }) => `${name} in ${namespace}`,
    (twin, other) => {
      const got = `${twin.name} in ${twin.namespace}, as ${other.path}`;
      reportAt(twin.path, findings)('MW0412', { prop: 'id', got });
    },
  );
}

/** `<service>-<version>` is one name for two services where a dash stands in either part. */
function checkWorkloadNames({ services }: Declarations, findings: Finding[]): void {
  const deployments = services
    .filter(({ workload }) => workload.kind === 'deployment')
    .flatMap(({ path, namespace, name: service, workload }) =>
      workload.versions.map((version) => {
        const name = `${workloadName(service, version.name)} in ${namespace}`;
        return { path, service, name, prop: `versions.${version.name}` };
      }),
    );
  reportTwins(
    deployments,
    ({ name }) => name,
    (twin, other) => {
      if (twin.service === other.service) return;
      const got = `Deployment ${twin.name}, as ${other.path}`;
      reportAt(twin.path, findings)('MW0412', { prop: twin.prop, got });
    },
  );
}

function checkHosts({ externals }: Declarations, findings: Finding[]): void {
  const placed = externals.flatMap((external) => {
    const { host, address, port } = external;
    // TCP is told apart by address and port alone
    const place = host ?? (address === undefined ? undefined : `${address}:${port.number}`);
    return place === undefined ? [] : [{ ...external, place }];
  });
  reportTwins(
    placed,
    ({ namespace, place }) => `${place} in ${namespace}`,
    (twin, other) => {
      const got = `${twin.place} in ${twin.namespace}, as ${other.path}`;
      const prop = twin.host === undefined ? 'address' : 'host';
      reportAt(twin.path, findings)('MW0413', { prop, got });
    },
  );
}

/** References, external services and data stores are for what is declared elsewhere, or nowhere. */
function checkReferences(targets: GraphPlan['targets'], mesh: MeshPlan, findings: Finding[]): void {
  const all = [...targets.values()];
  const ownOf = new Map(
    // of several the first, whatever comes after
    all
      .filter(({ kind }) => kind === 'service')
      .reverse()
      .map((own) => [own.host, own]),
  );
  for (const { path, kind, host, namespace } of all.filter((target) => target.kind !== 'service')) {
    const hosted = clusterNamespace(host, mesh);
    if (kind === 'reference' && isShortened(host, namespace, mesh)) {
      reportAt(path, findings)('MW0422', { prop: 'host', got: describe(host) });
    }
    const isForeign = hosted !== undefined && namespace !== '' && hosted !== namespace;
    if (kind === 'reference' && isForeign) {
      const got = `${host} and an identity in ${namespace}`;
      reportAt(path, findings)('MW0421', { prop: 'identity', got, args: { namespace: hosted } });
    }
    const own = ownOf.get(host);
    if (own === undefined) continue;
    reportAt(path, findings)('MW0419', { prop: 'host', got: `${host}, which is ${own.path}` });
  }
}

/**
 * Whether a host is `name.namespace` or longer, and not all of it. Istio completes names without a dot alone.
 *
 * @see https://github.com/istio/istio/blob/release-1.31/pilot/pkg/model/config.go ResolveShortnameToFQDN
 */
function isShortened(host: string, namespace: string, { clusterDomain }: MeshPlan): boolean {
  const [, inNamespace, ...rest] = host.split('.');
  const whole = `svc.${clusterDomain}`;
  if (rest.length === 0) return inNamespace === namespace;
  return rest.join('.') !== whole && `${whole}.`.startsWith(`${rest.join('.')}.`);
}

/** Calls `found` for each item whose key another has too, with that other. */
function reportTwins<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  found: (twin: T, other: T) => void,
): void {
  for (const group of groupBy(items, keyOf).values()) {
    const [first, second] = group;
    if (first === undefined || second === undefined) continue;
    for (const item of group) found(item, item === first ? second : first);
  }
}

function checkDeadline({ path, prop, deadline }: EdgePlan, findings: Finding[]): void {
  if (deadline?.origin !== 'capped') return;
  const { level, profile } = deadline.from;
  const isMeshes = profile === undefined && (level === 'mesh' || level === 'default');
  reportAt(path, findings)('MW0414', {
    prop: `${prop}.timeout`,
    got: istioDuration(deadline.neededMs),
    args: {
      maximum: istioDuration(deadline.ms),
      maximumProp: isMeshes
        ? '`deadlines.maximum` of the Mesh'
        : `\`maxTimeout\` of ${originText(deadline.from)}`,
    },
  });
}

/** Istio reads a host's routes from one place, where the host is declared. */
function checkReference(edge: EdgePlan, findings: Finding[]): void {
  const { path, prop, caller, target, own } = edge;
  const isPolicyGiven = own.timeoutMs !== undefined || own.retries !== undefined;
  if (target.kind !== 'reference' || !isPolicyGiven) return;
  const serviceAccount = caller.principal?.split('/').at(-1) ?? caller.name;
  const args = {
    target: target.name,
    caller: `Caller.identity('${caller.namespace}', '${serviceAccount}')`,
  };
  const got =
    own.timeoutMs === undefined ? 'retries' : `a deadline of ${istioDuration(own.timeoutMs)}`;
  reportAt(path, findings)('MW0415', { prop, got, args });
}

function checkProtocol({ path, prop, port, request }: EdgePlan, findings: Finding[]): void {
  if (request?.isRpc !== true || HTTP2_PROTOCOLS.includes(port.protocol)) return;
  reportAt(path, findings)('MW0420', { prop, got: `${port.protocol} port ${port.number}` });
}
