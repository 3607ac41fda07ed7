/** What repeating a request would do. */
export type Repeatability = 'safe' | 'idempotent' | 'keyed' | 'unsafe';

/** Options of a keyed operation. */
export interface KeyedOptions {
  /** The request header that carries the key by which the server recognises a repetition. */
  readonly keyHeader: string;
}

/**
 * Something that a service does, and whether doing it again is harmless.
 *
 * A request is written `METHOD /path` or `METHOD,METHOD /path`, where `{name}` stands for one path segment and a
 * last `/*` for everything below; or, for gRPC, `package.Service/Method`, where `*` stands for every method.
 *
 * @example Operation.safe('GET /quotes/{id}')
 * @example Operation.idempotent('shop.v1.Cart/EmptyCart')
 */
export class Operation<R extends Repeatability = Repeatability> {
  /** Repeating changes nothing: a read. */
  public static safe(request: string): Operation<'safe'> {
    return new Operation('safe', request, undefined);
  }

  /** Repeating ends in the same state: a write of a whole value, a deletion. */
  public static idempotent(request: string): Operation<'idempotent'> {
    return new Operation('idempotent', request, undefined);
  }

  /** Repeating is harmless where the request carries its key; without the key it counts as unsafe. */
  public static keyed(request: string, options: KeyedOptions): Operation<'keyed'> {
    // plain JavaScript may leave the options out, which is a finding and no crash
    return new Operation('keyed', request, (options as KeyedOptions | undefined)?.keyHeader);
  }

  /** Repeating does it again: it is only repeated after failures that cannot have reached the server. */
  public static unsafe(request: string): Operation<'unsafe'> {
    return new Operation('unsafe', request, undefined);
  }

  private constructor(
    public readonly repeatability: R,
    public readonly request: string,
    public readonly keyHeader: string | undefined,
  ) {}
}

/** Operations of a service by name. */
export type Operations = Readonly<Record<string, Operation>>;

/** What has operations: a construct, by its path. */
export interface OperationOwner {
  readonly node: { readonly path: string };
}

/** An operation of a declared service: what a call is made to. */
export class ServiceOperation<R extends Repeatability = Repeatability> {
  /** @internal */
  public static of<R extends Repeatability>(
    owner: OperationOwner,
    name: string,
    operation: Operation<R>,
  ): ServiceOperation<R> {
    return new ServiceOperation(owner, name, operation);
  }

  private constructor(
    /** The construct that has the operation. */
    public readonly owner: OperationOwner,
    public readonly name: string,
    public readonly operation: Operation<R>,
  ) {}
}

/** The operations of a service, bound to it. */
export type ServiceOperations<O extends Operations> = {
  readonly [K in keyof O]: O[K] extends Operation<infer R> ? ServiceOperation<R> : never;
};

/** Binds each of `operations` to the construct that has them. */
export function bindOperations<O extends Operations>(
  owner: OperationOwner,
  operations: O | undefined,
): ServiceOperations<O> {
  const bound = Object.entries(operations ?? {}).map(([name, operation]) => [
    name,
    ServiceOperation.of(owner, name, operation),
  ]);
  return Object.fromEntries(bound) as ServiceOperations<O>;
}
