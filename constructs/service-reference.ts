import { Construct } from 'constructs';
import type { Address } from '../lib/graph/address';
import { readQualifiedHost } from '../lib/graph/declare-call';
import { declareObjectives, type PromiseProps } from '../lib/graph/service-character';
import { Identity } from '../lib/security/identity';
import {
  dnsLabel,
  instance,
  labelKey,
  labelValue,
  readMap,
  readRequired,
} from '../lib/values/read';
import type { StringOrToken } from '../lib/values/token';
import { declarePorts } from '../lib/workload/declare-ports';
import type { Port } from '../lib/workload/port';
import { addressOf, markCallable, type AddressOptions, type ICallable } from './callable';
import { Registry } from './registry';

/** Where a service is that another app or repository declares. */
export interface ServiceReferenceProps extends PromiseProps {
  /** Its fully qualified host in the mesh, such as `payments.shop.svc.cluster.local`. */
  readonly host: StringOrToken;

  /**
   * Its only port: a number means HTTP. Give `targetPort` where the container listens elsewhere. Exclusive with
   * `ports`.
   *
   * @default - the ports of `ports`
   */
  readonly port?: number | Port;

  /**
   * Its ports by name.
   *
   * @default - `port` alone
   */
  readonly ports?: Readonly<Record<string, Port>>;

  /** Who it is. */
  readonly identity: Identity;

  /**
   * Labels of its pods, for the caller's network policy.
   *
   * @default - any pod in the namespace of `identity`
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The callee of an edge whose other end is declared elsewhere.
 *
 * It yields the caller's artefacts alone: scope, network policy, environment. Routes, deadlines and authorization are
 * the callee's, which declares `permits`.
 */
export class ServiceReference extends Construct implements ICallable {
  /** Refers to the service at `props.host`. */
  public static of(scope: Construct, id: string, props: ServiceReferenceProps): ServiceReference {
    return new ServiceReference(scope, id, props);
  }

  private constructor(scope: Construct, id: string, props: ServiceReferenceProps) {
    super(scope, id);
    const registry = Registry.of(this);
    const report = registry.report(this);
    const identity = readRequired(report, instance(Identity), ['identity', props.identity]);
    const namespace =
      identity && readRequired(report, dnsLabel, ['identity.namespace', identity.namespace]);
    registry.add('references', [
      {
        path: this.node.path,
        name: id,
        namespace: namespace ?? '',
        host: readQualifiedHost(report, 'host', props.host),
        ports: declarePorts(props, report),
        labels:
          props.labels &&
          readMap(report, { key: labelKey, value: labelValue }, ['labels', props.labels]),
        objectives: declareObjectives(props, report),
      },
    ]);
    registry.validate(this);
    markCallable(this);
  }

  public address(options?: AddressOptions): Address {
    return addressOf(this, options);
  }
}
