import type { Report } from '../findings/finding';
import { readDuration } from '../values/duration';
import { count, headerName, instance, read, readRequired, reason } from '../values/read';
import { LoadBalancing } from './load-balancing';
import { OutlierDetection } from './outlier-detection';
import { Pool } from './pool';

/** How clients' proxies reach a service. It belongs to the service: Istio knows one policy for a host. */
export interface TrafficProps {
  /**
   * How a pod is chosen.
   *
   * @default LoadBalancing.leastRequest()
   */
  readonly loadBalancing?: LoadBalancing;

  /**
   * What one client may have open at a time.
   *
   * @default Pool.perReplica(100)
   */
  readonly pool?: Pool;

  /**
   * When a failing pod is taken out of rotation.
   *
   * @default OutlierDetection.of(), where there are two replicas or more
   */
  readonly outlierDetection?: OutlierDetection;
}

/** A pool as declared. */
export interface PoolDeclaration {
  readonly connectionsPerReplica: number;
  readonly connectTimeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
}

/** Traffic policy as declared. */
export interface TrafficDeclaration {
  readonly loadBalancing: LoadBalancing | undefined;
  readonly pool: PoolDeclaration | undefined;
  readonly outlierDetection: {
    readonly consecutive5xxErrors: number | undefined;
    readonly intervalMs: number | undefined;
    readonly baseEjectionTimeMs: number | undefined;
    readonly offReason: string | undefined;
  };
}

/** What `props` say about traffic. */
export function declareTraffic(props: TrafficProps, report: Report): TrafficDeclaration {
  return {
    loadBalancing: declareLoadBalancing(report, props.loadBalancing),
    pool: declarePool(report, 'pool', props.pool),
    outlierDetection: declareOutlierDetection(report, props.outlierDetection),
  };
}

/** A valid pool, or undefined where it is not given or invalid. */
export function declarePool(
  report: Report,
  prop: string,
  given: Pool | undefined,
): PoolDeclaration | undefined {
  const pool = read(report, instance(Pool), [prop, given]);
  if (pool === undefined) return undefined;
  const connectionsPerReplica = readRequired(report, count, [prop, pool.connectionsPerReplica]);
  if (connectionsPerReplica === undefined) return undefined;
  return {
    connectionsPerReplica,
    connectTimeoutMs: readDuration(report, `${prop}.connectTimeout`, pool.options.connectTimeout),
    idleTimeoutMs: readDuration(report, `${prop}.idleTimeout`, pool.options.idleTimeout),
  };
}

function declareLoadBalancing(
  report: Report,
  given: LoadBalancing | undefined,
): LoadBalancing | undefined {
  const balancing = read(report, instance(LoadBalancing), ['loadBalancing', given]);
  const key = balancing?.hashKey;
  if (key === undefined || key.kind === 'sourceIp') return balancing;
  const isNamed = readRequired(report, headerName, ['loadBalancing', key.name]) !== undefined;
  const hasTtl =
    key.kind !== 'cookie' || readDuration(report, 'loadBalancing.ttl', key.ttl) !== undefined;
  return isNamed && hasTtl ? balancing : undefined;
}

function declareOutlierDetection(
  report: Report,
  given: OutlierDetection | undefined,
): TrafficDeclaration['outlierDetection'] {
  const detection = read(report, instance(OutlierDetection), ['outlierDetection', given]);
  const { consecutive5xxErrors, interval, baseEjectionTime } = detection?.options ?? {};
  return {
    consecutive5xxErrors: read(report, count, [
      'outlierDetection.consecutive5xxErrors',
      consecutive5xxErrors,
    ]),
    intervalMs: readDuration(report, 'outlierDetection.interval', interval),
    baseEjectionTimeMs: readDuration(report, 'outlierDetection.baseEjectionTime', baseEjectionTime),
    offReason: read(report, reason, ['outlierDetection', detection?.offReason]),
  };
}
