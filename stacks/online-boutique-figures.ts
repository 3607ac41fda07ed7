import { Duration } from 'cdk8s';
import { Capacity, Probe, type ProbeOptions, type ResourceProps } from '../constructs';

/** The user of all the images. */
export const USER = 1000;

/** What one replica is trusted to take: ten times the ten users of the load generator. */
export const CAPACITY = Capacity.perReplica(100);

const RELEASE = 'v0.10.6';

/** The image of a service. */
export function imageOf(service: string): string {
  return `us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/${service}:${RELEASE}`;
}

/** A request and a limit. */
type Bounds = readonly [request: string, limit: string];

/** Requests and limits of a service. */
export function resources(bounds: {
  readonly cpu: Bounds;
  readonly memory: Bounds;
}): ResourceProps {
  const [cpu, memory] = [bounds.cpu, bounds.memory];
  return {
    cpu: { request: cpu[0], limit: cpu[1] },
    memory: { request: memory[0], limit: memory[1] },
  };
}

/** A whole number of seconds. */
export function seconds(amount: number): Duration {
  return Duration.seconds(amount);
}

/** Probes of a gRPC service: both ask for its health, but it is restarted only after twice the failures. */
export function grpcHealth(options: ProbeOptions = {}): {
  readonly readiness: Probe;
  readonly liveness: Probe;
} {
  return {
    readiness: Probe.grpc(options),
    liveness: Probe.grpc({ ...options, failureThreshold: 6 }),
  };
}
