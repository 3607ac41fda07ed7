import { Construct } from 'constructs';
import { declareDataStore, type DataStoreProps } from '../lib/external/declare';
import { STORE_KINDS, type DataStoreKind } from '../lib/external/store-kinds';
import type { Address } from '../lib/graph/address';
import { addressOf, type AddressOptions, type ICallable } from './callable';
import { createExternal } from './external-objects';
import { namespaceOf } from './placement';
import { Registry } from './registry';

/** Properties of a data store of no kind of its own. */
export interface TcpDataStoreProps extends DataStoreProps {
  /** The port that it listens on. */
  readonly port: number;
}

/**
 * Something that is reached by TCP and that the mesh does not run. Only declared callers reach it.
 *
 * Connections are limited and kept alive; there are no routes, deadlines or retries, which TCP has no place for.
 * Ports are those registered with IANA, or the server's own default; limits, idle times and probes suit the defaults of the
 * kind of server.
 */
export class DataStore extends Construct implements ICallable {
  /** PostgreSQL, on 5432: 97 connections for all callers. */
  public static postgres(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: STORE_KINDS.postgres });
  }

  /** MySQL, on 3306: 151 connections for all callers. */
  public static mysql(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: STORE_KINDS.mysql });
  }

  /** MongoDB, on 27017: 102 connections for each replica of a caller. */
  public static mongo(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: STORE_KINDS.mongo });
  }

  /** Redis, on 6379: 10000 connections for all callers. */
  public static redis(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: STORE_KINDS.redis });
  }

  /** Kafka, on 9092. A broker that announces another name is a data store of its own. */
  public static kafka(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: STORE_KINDS.kafka });
  }

  /** Anything else that speaks TCP. */
  public static tcp(scope: Construct, id: string, props: TcpDataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'tcp', port: props.port } });
  }

  private constructor(
    scope: Construct,
    id: string,
    props: DataStoreProps & { readonly kind: DataStoreKind },
  ) {
    super(scope, id);
    const report = Registry.of(this).report(this);
    const place = { name: id, namespace: namespaceOf(this, report) };
    createExternal(this, declareDataStore(place, props, report));
  }

  public address(options?: AddressOptions): Address {
    return addressOf(this, options);
  }
}
