import type { RequestSelection } from '../envoy/request-selection';
import type { Report } from '../findings/finding';
import { callerText, principalAmong } from '../graph/caller-reference';
import type { Placed } from '../graph/declarations';
import type { EdgePlan } from '../graph/edge';
import { requestsOverlap, type RequestPattern } from '../graph/request-pattern';
import type { TargetPlan } from '../graph/target';
import type { PortDeclaration } from '../workload/declaration';
import type { ExperimentDeclaration } from './declare';
import type { GrpcStatus } from './fault';
import { planHypotheses, type Hypothesis } from './plan-hypothesis';

/** What happens to a request, and to which share of them. */
export type FaultPlan = { readonly percent: number } & (
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'abort'; readonly status: number | GrpcStatus }
);

/** An experiment with everything resolved. */
export interface ExperimentPlan {
  readonly path: string;
  readonly name: string;
  /** The service whose proxies inject the fault. */
  readonly service: string;
  readonly namespace: string;
  /** Ports of the pod. */
  readonly ports: readonly number[];
  readonly selection: RequestSelection;
  readonly fault: FaultPlan;
  /** The last day, such as `2027-01-31`. */
  readonly expires: string;
  /** The calls that meet the fault. */
  readonly edges: readonly EdgePlan[];
  /** What each of them should see, by the policies that it has. */
  readonly hypotheses: readonly Hypothesis[];
}

/** What planning an experiment needs to know. */
export interface ExperimentQuestion {
  readonly declared: Placed<ExperimentDeclaration>;
  readonly target: TargetPlan | undefined;
  readonly into: readonly EdgePlan[];
}

// an experiment that was declared without a share is meant for every request that it selects
const PERCENT = 100;

/** The experiment, or undefined, and reported, where no request could meet its fault. */
export function planExperiment(
  { declared, target, into }: ExperimentQuestion,
  report: Report,
): ExperimentPlan | undefined {
  if (target?.kind !== 'service') {
    report('MW0801', { prop: 'on', got: `${target?.kind ?? 'nothing'} ${declared.target}` });
    return undefined;
  }
  const ports = portsOf(declared, target, report);
  const edges = ports && edgesOf(declared, { target, into, ports }, report);
  if (ports === undefined || edges === undefined) return undefined;
  const { path, name, when, expires, caller } = declared;
  const fault = { ...declared.fault, percent: declared.fault.percent ?? PERCENT };
  return {
    path,
    name,
    service: target.name,
    namespace: target.namespace,
    ports: [...new Set(ports.map(({ targetPort }) => targetPort))].sort((a, b) => a - b),
    selection: {
      request: requestOf(declared, target),
      caller: caller && principalAmong(into, caller),
      condition: when && { subject: when.subject, name: when.name, comparison: when.comparison },
    },
    fault,
    expires,
    edges,
    hypotheses: planHypotheses(edges, fault),
  };
}

/** The ports on which there are requests that the fault's status makes sense to. */
function portsOf(
  { fault }: ExperimentDeclaration,
  { ports, name }: TargetPlan,
  report: Report,
): readonly PortDeclaration[] | undefined {
  const withRequests = ports.filter(({ family }) => family === 'http');
  if (withRequests.length === 0) {
    report('MW0802', { prop: 'on', got: `${name} without an HTTP port` });
    return undefined;
  }
  if (fault.kind === 'delay') return withRequests;
  const isGrpcStatus = typeof fault.status === 'string';
  const fitting = withRequests.filter(
    ({ protocol }) => protocol.startsWith('grpc') === isGrpcStatus,
  );
  if (fitting.length > 0) return fitting;
  const wanted = isGrpcStatus ? 'an HTTP status' : 'a gRPC status by name';
  report('MW0807', { prop: 'fault', got: String(fault.status), args: { wanted } });
  return undefined;
}

interface Candidates {
  readonly target: TargetPlan;
  readonly into: readonly EdgePlan[];
  readonly ports: readonly PortDeclaration[];
}

function edgesOf(
  declared: ExperimentDeclaration,
  { target, into, ports }: Candidates,
  report: Report,
): readonly EdgePlan[] | undefined {
  const caller = declared.caller && principalAmong(into, declared.caller);
  if (declared.caller !== undefined && caller === undefined) {
    report('MW0803', { prop: 'caller', got: callerText(declared.caller) });
    return undefined;
  }
  const request = requestOf(declared, target);
  const edges = into.filter(
    (edge) =>
      ports.includes(edge.port) &&
      (caller === undefined || edge.caller.principal === caller) &&
      (request === undefined ||
        edge.request === undefined ||
        requestsOverlap(edge.request, request)),
  );
  if (edges.length > 0) return edges;
  const got = [...(declared.caller ? [callerText(declared.caller)] : []), declared.operation];
  report('MW0804', { prop: 'on', got: got.filter(Boolean).join(' and ') || target.name });
  return undefined;
}

function requestOf(
  { operation }: ExperimentDeclaration,
  { operations }: TargetPlan,
): RequestPattern | undefined {
  return operations.find(({ name }) => name === operation)?.request;
}
