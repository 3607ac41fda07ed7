import type { App } from 'cdk8s';
import { build as autoscaled } from './programs/autoscaled';
import { build as chain } from './programs/chain';
import { build as diamond } from './programs/diamond';
import { build as externalPayment } from './programs/external-payment';
import { build as fanOut } from './programs/fan-out';
import { build as gatewayOnly } from './programs/gateway-only';
import { build as grpcAndHttp } from './programs/grpc-and-http';
import { build as oneReplica } from './programs/one-replica';
import { build as severalNamespaces } from './programs/several-namespaces';
import { build as statefulSet } from './programs/stateful-set';
import { build as tcpOnly } from './programs/tcp-only';
import { build as twoRegions } from './programs/two-regions';

/** Small systems of every shape, by name. */
export const TOPOLOGIES: Readonly<Record<string, (app: App) => void>> = {
  autoscaled,
  chain,
  diamond,
  'external-payment': externalPayment,
  'fan-out': fanOut,
  'gateway-only': gatewayOnly,
  'grpc-and-http': grpcAndHttp,
  'one-replica': oneReplica,
  'several-namespaces': severalNamespaces,
  'stateful-set': statefulSet,
  'tcp-only': tcpOnly,
  'two-regions': twoRegions,
};

/** Topologies without a golden: alike in every part, so that nobody would read it. */
export const UNREVIEWED: readonly string[] = ['fan-out'];
