/** Which part of an address an environment variable gets. */
export type AddressPart = 'host' | 'port' | 'host-and-port';

/**
 * The address of something that is called, for an environment variable of the caller.
 *
 * It is resolved when everything is known; that the caller really calls it is checked.
 */
export class Address {
  /** @internal */
  public static to(target: string, part: AddressPart, portName?: string): Address {
    return new Address(target, part, portName);
  }

  private constructor(
    /** Path of the construct that is addressed. */
    public readonly target: string,
    public readonly part: AddressPart,
    /** Name or number of the port; the only one when unset. */
    public readonly portName: string | undefined,
  ) {}
}
