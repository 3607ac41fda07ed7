import { reportAt, type Finding, type Report } from '../findings/finding';
import type { GatewayRouteDeclaration } from '../gateway/declare';
import type { MeshPlan } from '../mesh/plan';
import { layersOf } from '../traffic/layers';
import { istioDuration } from '../values/duration';
import { describe } from '../values/describe';
import type { PortDeclaration } from '../workload/declaration';
import { PLAIN_CALL } from './call-pattern';
import { gatewayCaller, outsideCaller, serviceCallers } from './callers';
import type { Declarations } from './declarations';
import type { CallDeclaration } from './declare-call';
import { edgeKey, type CallerPlan, type ResolvedCall } from './edge';
import { portOf, portsText, type TargetPlan } from './target';

/** Everything that resolving a call needs to know. */
export interface GraphContext {
  readonly declarations: Declarations;
  readonly mesh: MeshPlan;
  readonly targets: ReadonlyMap<string, TargetPlan>;
  readonly findings: Finding[];
}

/** Every declared call and gateway route, each once, in a fixed order. */
export function resolveCalls(context: GraphContext): readonly ResolvedCall[] {
  const callers = serviceCallers(context.declarations, context.mesh);
  const calls = context.declarations.calls.flatMap((call) => {
    const caller =
      call.caller.kind === 'service'
        ? callers.get(call.caller.path)
        : outsideCaller(call.caller, context.mesh);
    return caller === undefined ? [] : resolveCall(context, call, caller);
  });
  const routes = context.declarations.gatewayRoutes.flatMap((route) =>
    resolveRoute(context, route),
  );
  return unique([...calls, ...routes], context.findings);
}

function resolveCall(
  { targets, findings }: GraphContext,
  call: CallDeclaration,
  caller: CallerPlan,
): ResolvedCall[] {
  const report = reportAt(call.path, findings);
  const target = targets.get(call.target);
  const port = target && choosePort(report, target, call);
  if (target === undefined || port === undefined) return [];
  if (port.family !== 'http') reportHttpOnly(report, call);
  const { path, prop, pool, load, pattern, policy: own } = call;
  const layers = [...layersOf('call', call), ...target.layers];
  // a connection has no methods and paths to tell operations apart by
  const called = port.family === 'http' ? targetsOf(call, target) : [WHOLE];
  return called.map(({ operation, request, repeatability, keyHeader }) => ({
    path,
    prop,
    caller,
    target,
    port,
    operation,
    request,
    condition: undefined,
    repeatability,
    keyHeader,
    own,
    layers,
    pool,
    load,
    pattern,
  }));
}

type CalledOperation = Pick<ResolvedCall, 'operation' | 'request' | 'repeatability' | 'keyHeader'>;

const WHOLE: CalledOperation = {
  operation: undefined,
  request: undefined,
  repeatability: 'unsafe',
  keyHeader: undefined,
};

function targetsOf({ operations }: CallDeclaration, target: TargetPlan): CalledOperation[] {
  if (operations === undefined) return [WHOLE];
  return target.operations
    .filter(({ name }) => operations.includes(name))
    .map(({ name, request, repeatability, keyHeader }) => {
      return { operation: name, request, repeatability, keyHeader };
    });
}

function resolveRoute(
  { targets, findings, mesh }: GraphContext,
  route: GatewayRouteDeclaration,
): ResolvedCall[] {
  const report = reportAt(route.path, findings);
  const target = targets.get(route.target);
  const port = target && choosePort(report, target, route);
  if (target === undefined || port === undefined) return [];
  if (port.family !== 'http') {
    report('MW0506', { prop: route.prop, got: `${port.protocol} port ${port.number}` });
    return [];
  }
  const operation = target.operations.find(({ name }) => name === route.operation);
  const request = route.request ?? operation?.request;
  if (request === undefined) return [];
  const { path, prop, when, policy: own } = route;
  return [
    {
      path,
      prop,
      caller: gatewayCaller(path, mesh),
      target,
      port,
      operation: operation?.name,
      request,
      condition: when && { subject: when.subject, name: when.name, comparison: when.comparison },
      repeatability: operation?.repeatability ?? 'unsafe',
      keyHeader: operation?.keyHeader,
      own,
      layers: [...layersOf('call', route), ...target.layers],
      pool: undefined,
      load: route.load,
      pattern: PLAIN_CALL,
    },
  ];
}

function choosePort(
  report: Report,
  target: TargetPlan,
  { prop, port }: { readonly prop: string; readonly port: string | undefined },
): PortDeclaration | undefined {
  const args = { target: target.name, ports: portsText(target) };
  if (target.ports.length === 0) {
    report('MW0405', { prop, got: `${target.name}, which has no port`, args });
    return undefined;
  }
  const chosen = portOf(target, port);
  if (chosen === undefined) report('MW0404', { prop: `${prop}.port`, got: describe(port), args });
  return chosen;
}

function reportHttpOnly(report: Report, call: CallDeclaration): void {
  const given = {
    timeout: call.policy.timeoutMs,
    retries: call.policy.retries,
    retryBudget: call.policy.retryBudget,
    operations: call.operations,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    report('MW0406', { prop: `${call.prop}.${name}`, got: `${name} on a port without requests` });
  }
}

function unique(calls: readonly ResolvedCall[], findings: Finding[]): readonly ResolvedCall[] {
  const byKey = new Map<string, ResolvedCall>();
  // of equal calls the same one is kept, whoever came first
  const placeOf = ({ path, prop }: ResolvedCall): string => `${path} ${prop}`;
  const inOrder = [...calls].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  for (const call of inOrder) {
    const key = edgeKey(call);
    const twin = byKey.get(key);
    if (twin === undefined) byKey.set(key, call);
    else if (policyText(twin) !== policyText(call)) {
      const [first, second] = [policyWords(twin), policyWords(call)].sort();
      const got = first === second ? `${second} with other options` : `${second} beside ${first}`;
      reportAt(call.path, findings)('MW0407', { prop: call.prop, got });
    }
  }
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

function policyText({ layers, pool, load, pattern }: ResolvedCall): string {
  return JSON.stringify({ layers, pool, load, pattern });
}

/** The policy as the user wrote it. */
function policyWords({ own: { timeoutMs, retries }, pool }: ResolvedCall): string {
  const { attempts = 0, kind } = retries ?? {};
  const factory = kind === 'response' ? `upTo(${attempts})` : `ifUnreached(${attempts})`;
  const words = [
    timeoutMs === undefined ? [] : `timeout ${istioDuration(timeoutMs)}`,
    retries === undefined ? [] : `Retries.${attempts === 0 ? 'never()' : factory}`,
    pool === undefined ? [] : `Pool.perReplica(${pool.requests})`,
  ].flat();
  return words.length === 0 ? 'no policy' : words.join(', ');
}
