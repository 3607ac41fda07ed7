import { Construct } from 'constructs';
import { declareDataStore, type DataStoreKind, type DataStoreProps } from '../lib/external/declare';
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
 * Ports are those registered with IANA, or the server's own default.
 */
export class DataStore extends Construct implements ICallable {
  /** PostgreSQL, on 5432. */
  public static postgres(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'tcp', port: 5432 } });
  }

  /** MySQL, on 3306. */
  public static mysql(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'mysql', port: 3306 } });
  }

  /** MongoDB, on 27017. */
  public static mongo(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'mongo', port: 27_017 } });
  }

  /** Redis, on 6379. */
  public static redis(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'redis', port: 6379 } });
  }

  /** Kafka, on 9092. */
  public static kafka(scope: Construct, id: string, props: DataStoreProps): DataStore {
    return new DataStore(scope, id, { ...props, kind: { protocol: 'tcp', port: 9092 } });
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
