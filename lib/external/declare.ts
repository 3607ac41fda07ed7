import type { Report } from '../findings/finding';
import {
  declareOperations,
  readServiceName,
  type OperationDeclaration,
  type ServicePlace,
} from '../graph/declare-service';
import type { ObjectiveDeclaration } from '../graph/objective';
import type { Operations } from '../graph/operation';
import { declareObjectives, type PromiseProps } from '../graph/service-character';
import type { Capacity } from '../traffic/capacity';
import type { ConnectionProps } from '../traffic/connection';
import { declarePool } from '../traffic/declare-limits';
import { declarePolicy, declareProfile } from '../traffic/declare-policy';
import type { OutlierDetection } from '../traffic/outlier-detection';
import type { LimitsDeclaration, PolicyDeclaration, ProfileDeclaration } from '../traffic/policy';
import type { Pool } from '../traffic/pool';
import type { Profile } from '../traffic/profile';
import {
  count,
  hostName,
  instance,
  ipAddress,
  passedOn,
  portNumber,
  read,
  reason,
} from '../values/read';
import type { StringOrToken } from '../values/token';
import type { PortDeclaration } from '../workload/declaration';
import { declarePort } from '../workload/declare-ports';
import { Port } from '../workload/port';
import type { DataStoreKind, StoreKind } from './store-kinds';
import { Tls } from './tls';

/** How callers reach something that the mesh does not run. */
export interface ExternalTrafficProps {
  /**
   * How connections are made, kept and ended.
   *
   * @default - made within 500 ms, or half of the shortest deadline; unused ones are closed after 4 s on HTTP and after an hour on TCP; of a data store, what suits its kind
   */
  readonly connection?: ConnectionProps;

  /**
   * The addresses behind the name, at least 1: servers, of which a failing one can be left out.
   *
   * @default - unknown: there is no outlier detection
   */
  readonly endpoints?: number;

  /**
   * When a failing address is left out. It needs `endpoints` of two or more.
   *
   * @default OutlierDetection.of(), where there are two endpoints or more
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * A policy with a name, for what is not given here.
   *
   * @default - the profile of the namespace, then of the mesh
   */
  readonly profile?: Profile;
}

/** Something outside the mesh that speaks HTTP or TLS. */
export interface ExternalServiceProps<O extends Operations = Operations>
  extends ExternalTrafficProps, PromiseProps {
  /** Its DNS name. */
  readonly host: StringOrToken;

  /**
   * The port that it listens on.
   *
   * @default - 443, or 80 with `Tls.none`
   */
  readonly port?: number;

  /**
   * Who speaks TLS.
   *
   * @default Tls.passthrough()
   */
  readonly tls?: Tls;

  /**
   * What it does, where the mesh can see requests: not with `Tls.passthrough`.
   *
   * @default - none: it is called as a whole
   */
  readonly operations?: O;

  /**
   * What each replica of a caller may have open.
   *
   * @default Pool.perReplica(100)
   */
  readonly pool?: Pool;
}

/** Something that is reached by TCP: exactly one of `host` and `address` says where. */
export interface DataStoreProps extends ExternalTrafficProps, PromiseProps {
  /**
   * Its DNS name, in or outside the cluster. Outside, its port is opened to any address at the network layer, which
   * knows no names.
   *
   * @default - `address`
   */
  readonly host?: StringOrToken;

  /**
   * Its IP address.
   *
   * @default - `host`
   */
  readonly address?: StringOrToken;

  /**
   * The port that it listens on.
   *
   * @default - the kind's own port
   */
  readonly port?: number;

  /**
   * What each replica of a caller may have open. Not together with `capacity`.
   *
   * @default - a share of `capacity` where the kind has one; otherwise Pool.perReplica(100), of MongoDB 102
   */
  readonly pool?: Pool;

  /**
   * What the store can take from all callers together, such as PostgreSQL's `max_connections`: each replica of a caller
   * gets an even share. Not together with `pool`.
   *
   * @default - what the server admits by its own default: 97 of PostgreSQL, 151 of MySQL, 10000 of Redis; otherwise `pool`
   */
  readonly capacity?: Capacity;
}

/** Something that the mesh does not run, as declared. */
export interface ExternalDeclaration {
  readonly name: string;
  readonly namespace: string;
  readonly host: string | undefined;
  readonly address: string | undefined;
  /** The port that callers use, and the one that it leaves for. */
  readonly port: PortDeclaration;
  readonly tls: 'originate' | 'passthrough' | 'none';
  readonly plainTextReason: string | undefined;
  readonly operations: readonly OperationDeclaration[];
  readonly pool: LimitsDeclaration | undefined;
  readonly endpoints: number | undefined;
  readonly policy: PolicyDeclaration;
  readonly profile: ProfileDeclaration | undefined;
  /** Undefined for what is of no kind whose defaults are known. */
  readonly kind: StoreKind | undefined;
  readonly objectives: readonly ObjectiveDeclaration[];
}

const STAND_IN_PORT = 65_535;

/** What `props` say about an external service. */
export function declareExternalService(
  place: ServicePlace,
  props: ExternalServiceProps,
  report: Report,
): ExternalDeclaration {
  const tls = read(report, instance(Tls), ['tls', props.tls]) ?? Tls.passthrough();
  if (tls.mode === 'none') read(report, reason, ['tls', tls.reason ?? '']);
  if (tls.mode === 'passthrough' && props.operations !== undefined) {
    report('MW0501', { prop: 'operations', got: 'operations behind `Tls.passthrough`' });
  }
  const listens =
    read(report, portNumber, ['port', props.port]) ?? (tls.mode === 'none' ? 80 : 443);
  const ports: Record<Tls['mode'], Port> = {
    originate: Port.http(80, { targetPort: listens }),
    passthrough: Port.of('tls', listens),
    none: Port.http(listens),
  };
  return {
    name: readServiceName(report, place.name),
    namespace: place.namespace,
    host: readHost(report, props.host),
    address: undefined,
    port: onlyPort(report, ports[tls.mode]),
    tls: tls.mode,
    plainTextReason: tls.reason,
    operations: declareOperations(props.operations, report),
    pool: declarePool(report, 'pool', props.pool),
    kind: undefined,
    objectives: declareObjectives(props, report),
    ...declareExternalTraffic(props, report),
  };
}

/** What `props` say about a data store of `kind`. */
export function declareDataStore(
  place: ServicePlace,
  props: DataStoreProps & { readonly kind: DataStoreKind | StoreKind },
  report: Report,
): ExternalDeclaration {
  if ((props.host === undefined) === (props.address === undefined)) {
    const got = props.host === undefined ? 'neither' : 'both';
    report('MW0502', { prop: 'host', got: `${got} of \`host\` and \`address\`` });
  }
  const number = read(report, portNumber, ['port', props.port]) ?? props.kind.port;
  return {
    name: readServiceName(report, place.name),
    namespace: place.namespace,
    host: props.host === undefined ? undefined : readHost(report, props.host),
    address: read(report, passedOn(ipAddress), ['address', props.address]),
    port: onlyPort(report, Port.of(props.kind.protocol, number)),
    tls: 'passthrough',
    plainTextReason: undefined,
    operations: [],
    pool: declarePool(report, 'pool', props.pool),
    kind: 'name' in props.kind ? props.kind : undefined,
    objectives: declareObjectives(props, report),
    ...declareExternalTraffic(props, report, props.capacity),
  };
}

function declareExternalTraffic(
  { connection, outlierDetection, endpoints, profile }: ExternalTrafficProps,
  report: Report,
  capacity?: Capacity,
): Pick<ExternalDeclaration, 'endpoints' | 'policy' | 'profile'> {
  return {
    endpoints: read(report, count, ['endpoints', endpoints]),
    policy: declarePolicy(report, '', { connection, outlierDetection, capacity }),
    profile: declareProfile(report, 'profile', profile),
  };
}

function readHost(report: Report, host: string): string | undefined {
  if (host !== undefined) return read(report, passedOn(hostName), ['host', host]);
  report('MW0006', { prop: 'host', got: 'nothing' });
  return undefined;
}

function onlyPort(report: Report, port: Port): PortDeclaration {
  const [valid] = declarePort(report, undefined, port);
  return (
    valid ?? {
      key: undefined,
      name: port.protocol,
      protocol: port.protocol,
      family: 'tcp',
      number: STAND_IN_PORT,
      targetPort: STAND_IN_PORT,
    }
  );
}
