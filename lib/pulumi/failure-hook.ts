import { AsyncResource } from 'node:async_hooks';
import * as pulumi from '@pulumi/pulumi';

/** Says which construct an object comes from that the cluster refused, or that did not become ready. */
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
  const tell = async ({ type, name, failedOperation }: pulumi.ErrorHookArgs): Promise<boolean> => {
    // Beside what the provider says. What is thrown here would be printed instead of that, and not at all where the
    // object was made and did not become ready. There is no URN to print it under before the operation has ended.
    await pulumi.log.error(
      `[${paths.get(`${type} ${name}`)}] ${failedOperation} of ${name} failed; correct it and run again to go on from here`,
    );
    return false;
  };
  // the engine calls from outside of the program, where nobody knows which log is whose
  const hook = new pulumi.ErrorHook(`meshwright-failures-${hooks}`, AsyncResource.bind(tell));
  return { remember, binding: { onError: [hook] } };
}

/** Pulumi's mocks have none. */
function hasErrorHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as
    { readonly registerErrorHook?: unknown } | undefined;
  return typeof monitor?.registerErrorHook === 'function';
}
