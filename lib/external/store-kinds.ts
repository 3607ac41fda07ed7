/** A kind of data store: its protocol by Istio's name, and where it listens. */
export interface DataStoreKind {
  readonly protocol: 'tcp' | 'mongo' | 'mysql' | 'redis';
  /** Registered with IANA, or the server's own default. */
  readonly port: number;
}

/** What else is known of a kind of data store: what it does with connections by its own defaults. */
export interface StoreKind extends DataStoreKind {
  readonly name: string;
  /** Seconds after which the server closes an unused connection; undefined where it never does. */
  readonly closesAfterSeconds: number | undefined;
  /** Connections that the server admits, from all clients together; undefined where it sets no limit. */
  readonly maxConnections: number | undefined;
  /** Connections of one client's own pool, where that is what limits them. */
  readonly clientConnections: number | undefined;
  /** Seconds after which a client's proxy closes an unused connection. */
  readonly idleSeconds: number;
}

// as long as the application's own pool can want: what is dead is found by TCP's probes, and what lives is nobody's
// business but the pool's
const DAY_SECONDS = 86_400;

/** The kinds of data stores whose defaults are known. */
export const STORE_KINDS = {
  /**
   * 100 connections, 3 of them for the superuser; `idle_session_timeout` is off.
   * @see https://www.postgresql.org/docs/current/runtime-config-connection.html
   */
  postgres: {
    name: 'postgres',
    protocol: 'tcp',
    port: 5432,
    closesAfterSeconds: undefined,
    maxConnections: 97,
    clientConnections: undefined,
    idleSeconds: DAY_SECONDS,
  },
  /**
   * `max_connections` 151, `wait_timeout` 8 h; the proxy is half an hour earlier, and any pool earlier than that.
   * @see https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_wait_timeout
   */
  mysql: {
    name: 'mysql',
    protocol: 'mysql',
    port: 3306,
    closesAfterSeconds: 28_800,
    maxConnections: 151,
    clientConnections: undefined,
    idleSeconds: 27_000,
  },
  /**
   * Drivers open 100 connections and two to watch each server; the server's own limit follows from its open files.
   * @see https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/connection-pools/
   */
  mongo: {
    name: 'mongo',
    protocol: 'mongo',
    port: 27_017,
    closesAfterSeconds: undefined,
    maxConnections: undefined,
    clientConnections: 102,
    idleSeconds: DAY_SECONDS,
  },
  /**
   * `maxclients` 10000, `timeout` 0.
   * @see https://redis.io/docs/latest/develop/reference/clients/
   */
  redis: {
    name: 'redis',
    protocol: 'redis',
    port: 6379,
    closesAfterSeconds: undefined,
    maxConnections: 10_000,
    clientConnections: undefined,
    idleSeconds: DAY_SECONDS,
  },
  /**
   * `connections.max.idle.ms` 10 min at the broker and 9 min at its clients, between which the proxy comes;
   * `max.connections` is no limit.
   * @see https://kafka.apache.org/documentation/#brokerconfigs_connections.max.idle.ms
   */
  kafka: {
    name: 'kafka',
    protocol: 'tcp',
    port: 9092,
    closesAfterSeconds: 600,
    maxConnections: undefined,
    clientConnections: undefined,
    idleSeconds: 570,
  },
} as const satisfies Readonly<Record<string, StoreKind>>;
