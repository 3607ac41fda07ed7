import { secondsUp } from '../values/duration';
import type { PortDeclaration, WorkloadDeclaration } from './declaration';
import { Probe, type ProbeHandler } from './probe';

/** A probe with every default resolved. Times in seconds. */
export interface ProbePlan {
  readonly handler: ProbeHandler;
  /** Undefined for commands. */
  readonly port: number | undefined;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** The probes of the application container. */
export interface ProbesPlan {
  readonly readiness: ProbePlan | undefined;
  readonly liveness: ProbePlan | undefined;
  readonly startup: ProbePlan | undefined;
}

// Kubernetes' own defaults, written out. @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
const PERIOD_SECONDS = 10;
const TIMEOUT_SECONDS = 1;
const FAILURE_THRESHOLD = 3;

/** The probes with every default resolved: a pod without a readiness probe is asked whether its first port accepts. */
export function planProbes({
  kind,
  ports,
  startsWithinMs,
  ...declared
}: Pick<
  WorkloadDeclaration,
  'kind' | 'ports' | 'readiness' | 'liveness' | 'startup' | 'startsWithinMs'
>): ProbesPlan {
  const isAsked = ports.length > 0 && kind !== 'job';
  const plan = (probe: Probe | undefined): ProbePlan | undefined =>
    probe && planProbe(probe, ports);
  const readiness = plan(declared.readiness ?? (isAsked ? Probe.tcp() : undefined));
  return {
    readiness,
    liveness: plan(declared.liveness),
    startup: plan(declared.startup) ?? planStartup(readiness, startsWithinMs),
  };
}

/**
 * What readiness asks, as often as its tries can end, so that a pod is ready as soon as it can be: readiness is asked
 * only after it.
 */
function planStartup(
  readiness: ProbePlan | undefined,
  startsWithinMs: number | undefined,
): ProbePlan | undefined {
  if (readiness === undefined || startsWithinMs === undefined) return undefined;
  const periodSeconds = readiness.timeoutSeconds;
  return {
    ...readiness,
    initialDelaySeconds: 0,
    periodSeconds,
    failureThreshold: Math.ceil(secondsUp(startsWithinMs) / periodSeconds),
  };
}

function planProbe({ handler, options }: Probe, ports: readonly PortDeclaration[]): ProbePlan {
  return {
    handler,
    port: handler.kind === 'exec' ? undefined : (options.port ?? askedPort(handler.kind, ports)),
    initialDelaySeconds: options.initialDelay?.toSeconds() ?? 0,
    periodSeconds: options.period?.toSeconds() ?? PERIOD_SECONDS,
    timeoutSeconds: options.timeout?.toSeconds() ?? TIMEOUT_SECONDS,
    failureThreshold: options.failureThreshold ?? FAILURE_THRESHOLD,
  };
}

/** The lowest port that speaks what the probe does, else the lowest of all. */
function askedPort(
  kind: 'http' | 'tcp' | 'grpc',
  ports: readonly PortDeclaration[],
): number | undefined {
  const speaking = ports.find(
    ({ protocol, family }) => protocol === kind || (kind === 'http' && family === 'http'),
  );
  return (speaking ?? ports[0])?.targetPort;
}
