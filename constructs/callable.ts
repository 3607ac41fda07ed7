import type { IConstruct } from 'constructs';
import { Address, type AddressPart } from '../lib/graph/address';
import type { Report } from '../lib/findings/finding';
import { ServiceOperation } from '../lib/graph/operation';
import { describe } from '../lib/values/describe';

/** Which part of an address, and of which port. */
export interface AddressOptions {
  /**
   * The port, by name or number. The host alone needs none.
   *
   * @default - the only port; with several it must be given
   */
  readonly port?: string | number;

  /**
   * The host, the port, or both with a colon between.
   *
   * @default 'host-and-port'
   */
  readonly part?: AddressPart;
}

/** Something that a service can call. */
export interface ICallable extends IConstruct {
  /** The address as the value of an environment variable of a caller. */
  address(options?: AddressOptions): Address;
}

const callables = new WeakSet<object>();

/** Marks `construct` as something that can be called. */
export function markCallable(construct: ICallable): void {
  callables.add(construct);
}

/** The address of `construct`. */
export function addressOf(construct: ICallable, options: AddressOptions = {}): Address {
  return Address.to(construct.node.path, options.part ?? 'host-and-port', options.port?.toString());
}

/** What a call is made to. */
export interface CallTarget {
  readonly construct: ICallable;
  /** The one operation that is called, where the target is an operation. */
  readonly operation: ServiceOperation | undefined;
}

/** The construct behind `target`; undefined, and reported, where `caller` cannot call it. */
export function callTarget(
  caller: IConstruct,
  target: ICallable | ServiceOperation,
  report: Report,
): CallTarget | undefined {
  const operation = target instanceof ServiceOperation ? target : undefined;
  const construct: unknown = operation === undefined ? target : operation.owner;
  if (!isCallable(construct)) {
    report('MW0417', { prop: 'calls', got: describe(construct) });
    return undefined;
  }
  if (construct.node.root === caller.node.root) return { construct, operation };
  const got = `a call from ${caller.node.path} to ${construct.node.path} of another app`;
  report('MW0409', { prop: `calls(${construct.node.id})`, got });
  return undefined;
}

function isCallable(value: unknown): value is ICallable {
  return typeof value === 'object' && value !== null && callables.has(value);
}
