import * as pulumi from '@pulumi/pulumi';

/** Says which construct an object comes from that the cluster refused. */
export interface FailureNames {
  /** What the resource of this type and name comes from. */
  remember(type: string, name: string, path: string): void;
  readonly binding: pulumi.ResourceHookBinding;
}

let hooks = 0;

/** Names the construct behind each failure, since the provider knows only the object. */
export function nameFailures(): FailureNames {
  const paths = new Map<string, string>();
  const remember = (type: string, name: string, path: string): void =>
    void paths.set(`${type} ${name}`, path);
  if (!hasErrorHooks()) return { remember, binding: {} };
  hooks += 1;
  const hook = new pulumi.ErrorHook(`meshwright-failures-${hooks}`, (failure) => {
    const { type, name, failedOperation, errors } = failure;
    const [reason = 'see above'] = errors;
    // what a hook throws is printed instead of what the provider said
    throw new Error(
      `[${paths.get(`${type} ${name}`)}] ${failedOperation} of ${name} failed: ${reason}; correct it and run again to go on from here`,
    );
  });
  return { remember, binding: { onError: [hook] } };
}

/** Pulumi's mocks have none. */
function hasErrorHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as
    { readonly registerErrorHook?: unknown } | undefined;
  return typeof monitor?.registerErrorHook === 'function';
}
