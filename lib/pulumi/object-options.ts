import type * as pulumi from '@pulumi/pulumi';
import type { Manifest } from './manifest';
import { formerTypes } from './naming';

/** How one object is deployed: Pulumi's own options, and what the provider waits for. */
export interface ObjectOptions extends Pick<
  pulumi.CustomResourceOptions,
  | 'aliases'
  | 'customTimeouts'
  | 'deleteBeforeReplace'
  | 'deletedWith'
  | 'ignoreChanges'
  | 'import'
  | 'protect'
  | 'replaceOnChanges'
  | 'retainOnDelete'
  | 'transforms'
> {
  /**
   * Conditions that the provider waits for, such as `condition=Ready` or `jsonpath={.status.phase}=Running`; all of them.
   *
   * @default - what the provider waits for by itself: workloads, Services with ready pods, Ingresses, volume claims
   */
  readonly waitFor?: string | readonly string[];

  /**
   * Goes on as soon as the object is accepted. A Service that waits for nothing may come before its workload.
   *
   * @default false
   */
  readonly skipAwait?: boolean;

  /**
   * Takes fields over that another writer owns, instead of failing.
   *
   * @default false
   */
  readonly patchForce?: boolean;

  /**
   * What this object waits for besides what it needs by itself.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly pulumi.Resource[];
}

/** `manifest` with the annotations that `options` and `reasons` for visible secrets call for. */
export function annotated(
  manifest: Manifest,
  { waitFor, skipAwait, patchForce }: ObjectOptions,
  exposed: string | undefined,
): Manifest {
  const annotations = {
    ...(waitFor !== undefined && {
      'pulumi.com/waitFor': typeof waitFor === 'string' ? waitFor : JSON.stringify(waitFor),
    }),
    ...(skipAwait === true && { 'pulumi.com/skipAwait': 'true' }),
    ...(patchForce === true && { 'pulumi.com/patchForce': 'true' }),
    ...(exposed !== undefined && { [EXPOSED]: exposed }),
  };
  if (Object.keys(annotations).length === 0) return manifest;
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
  };
}

const EXPOSED = 'meshwright.dev/loosened-secret';

/** Options of the resource for `manifest`; fields that another controller owns are left to it. */
export function resourceOptions(
  manifest: Manifest,
  options: ObjectOptions,
  owned: readonly string[],
): pulumi.CustomResourceOptions {
  const { waitFor, skipAwait, patchForce, dependsOn, ...own } = options;
  const ignored = [...owned, ...(options.ignoreChanges ?? [])];
  return {
    ...own,
    ...(ignored.length > 0 && { ignoreChanges: ignored }),
    aliases: [...formerTypes(manifest).map((type) => ({ type })), ...(options.aliases ?? [])],
  };
}
