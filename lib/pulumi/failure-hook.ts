import * as pulumi from '@pulumi/pulumi';

/** Says which construct an object comes from that the cluster refused. */
export interface FailureNames {
  /** What the resource called `name` comes from. */
  remember(name: string, path: string): void;
  readonly binding: pulumi.ResourceHookBinding;
}

let hooks = 0;

/** Names the construct behind each failure, since the provider knows only the object. */
export function nameFailures(): FailureNames {
  const paths = new Map<string, string>();
  const remember = (name: string, path: string): void => void paths.set(name, path);
  if (!hasErrorHooks()) return { remember, binding: {} };
  hooks += 1;
  const hook = new pulumi.ErrorHook(`meshwright-failures-${hooks}`, ({ name, failedOperation }) => {
    const text = `[${paths.get(name)}] ${failedOperation} of ${name} failed: see above; run again to go on from here`;
    return pulumi.log.error(text).then(() => false);
  });
  return { remember, binding: { onError: [hook] } };
}

/** Pulumi's mocks have none. */
function hasErrorHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as
    { readonly registerErrorHook?: unknown } | undefined;
  return typeof monitor?.registerErrorHook === 'function';
}
