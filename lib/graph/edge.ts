import type { LoadDeclaration } from '../traffic/declare-load';
import type { RetriesDeclaration } from '../traffic/declare-retries';
import type { Given, Layers, Origin } from '../traffic/layers';
import type { LimitsDeclaration, PolicyDeclaration } from '../traffic/policy';
import type { RetryPlan } from '../traffic/plan-retries';
import type { StringMatch } from '../traffic/match';
import type { PortDeclaration } from '../workload/declaration';
import type { CallPattern } from './call-pattern';
import type { Repeatability } from './operation';
import type { RequestPattern } from './request-pattern';
import type { NetworkPeer, TargetPlan } from './target';

/** Who makes a call. */
export interface CallerPlan {
  readonly kind: 'service' | 'outside' | 'gateway';
  /** The construct; undefined for a caller declared elsewhere. */
  readonly path: string | undefined;
  readonly name: string;
  readonly namespace: string;
  /** Undefined for pods without a sidecar. */
  readonly principal: string | undefined;
  readonly podLabels: Readonly<Record<string, string>>;
  /** The labels as one text, whatever their order. */
  readonly podLabelsKey: string;
  /** Its pods, as a network policy sees them. */
  readonly peer: NetworkPeer;
  /** The fewest and the most pods that call. */
  readonly replicas: { readonly min: number; readonly max: number };
}

/** A header or query parameter that a request must have. */
export interface RequestCondition {
  readonly subject: 'header' | 'queryParameter';
  readonly name: string;
  readonly comparison: StringMatch;
}

/** One call as it was resolved, before policies that depend on other calls. */
export interface ResolvedCall {
  /** Where it was declared, for messages. */
  readonly path: string;
  readonly prop: string;
  readonly caller: CallerPlan;
  readonly target: TargetPlan;
  readonly port: PortDeclaration;
  /** Name of the operation; undefined for the whole service. */
  readonly operation: string | undefined;
  /** What is called; undefined for every request. */
  readonly request: RequestPattern | undefined;
  readonly condition: RequestCondition | undefined;
  readonly repeatability: Repeatability;
  readonly keyHeader: string | undefined;
  /** What was given on the call itself. */
  readonly own: PolicyDeclaration;
  /** What the call, its profile, and everything behind the target say, the most specific first. */
  readonly layers: Layers;
  readonly pool: LimitsDeclaration | undefined;
  readonly load: LoadDeclaration | undefined;
  readonly pattern: CallPattern;
}

/** One call with its whole policy. */
export interface EdgePlan extends ResolvedCall {
  readonly declaredRetries: Given<RetriesDeclaration> | undefined;
  /** Undefined where the port carries no requests. */
  readonly deadline: DeadlinePlan | undefined;
  /** Undefined where the port carries no requests. */
  readonly retries: RetryPlan | undefined;
  /** For a keyed operation: the retries of requests that lack the key. */
  readonly retriesWithoutKey: RetryPlan | undefined;
}

/** How long a request may take, and where that comes from. */
export interface DeadlinePlan {
  readonly ms: number;
  /** `cyclic` is a stand-in behind a cycle that is reported. */
  readonly origin: 'declared' | 'derived' | 'capped' | 'cyclic';
  /** Who said so. */
  readonly from: Origin;
  /** What a derived deadline would be without a maximum. */
  readonly neededMs: number;
}

/** An edge's identity: a second call with the same is the same call. */
export function edgeKey(call: ResolvedCall): string {
  const { caller, target, port, operation, request, condition } = call;
  const what = operation ?? (request === undefined ? '' : JSON.stringify(requestKey(request)));
  return [
    callerKey(caller),
    `${target.namespace}/${target.name}`,
    String(port.number).padStart(5, '0'),
    what,
    condition === undefined ? '' : JSON.stringify(condition),
    // elsewhere several workloads may share an identity, and only their labels tell them apart
    caller.kind === 'gateway' ? '' : caller.podLabelsKey,
  ].join(' ');
}

/** Callers are who they are, wherever they are declared; gateways share an identity. */
function callerKey({ kind, path, namespace, name, principal }: CallerPlan): string {
  if (kind === 'gateway') return `gateway:${path ?? ''}`;
  return principal ?? `plain:${namespace}/${name}`;
}

function requestKey({ methods, path }: RequestPattern): unknown {
  return [
    methods,
    path.segments.map((segment) => (typeof segment === 'string' ? segment : 0)),
    path.isOpen,
  ];
}
