import * as pulumi from '@pulumi/pulumi';

const told = new WeakMap<object, Set<string>>();

/** Warns in Pulumi's log, under `resource`: each line once for everything below `root`, which several deployments may share. */
export function warnOnce(root: object, lines: readonly string[], resource: pulumi.Resource): void {
  const known = told.get(root) ?? new Set<string>();
  told.set(root, known);
  for (const line of lines) {
    if (!known.has(line)) void pulumi.log.warn(line, resource);
    known.add(line);
  }
}
