import { Construct } from 'constructs';
import { declareExternalService, type ExternalServiceProps } from '../lib/external/declare';
import type { Address } from '../lib/graph/address';
import { bindOperations, type Operations, type ServiceOperations } from '../lib/graph/operation';
import { addressOf, type AddressOptions, type ICallable } from './callable';
import { createExternal } from './external-objects';
import { namespaceOf } from './placement';
import { Registry } from './registry';

/**
 * Something outside the mesh that speaks HTTP or TLS. Only declared callers reach it.
 *
 * A DNS name opens its port to any address at the network layer, which knows no names.
 */
export class ExternalService<O extends Operations = Operations>
  extends Construct
  implements ICallable
{
  /** What it does, as targets of calls. */
  public readonly operations: ServiceOperations<O>;

  public constructor(scope: Construct, id: string, props: ExternalServiceProps<O>) {
    super(scope, id);
    const report = Registry.of(this).report(this);
    const place = { name: id, namespace: namespaceOf(this, report) };
    this.operations = bindOperations(this, props.operations);
    createExternal(this, declareExternalService(place, props, report));
  }

  public address(options?: AddressOptions): Address {
    return addressOf(this, options);
  }
}
