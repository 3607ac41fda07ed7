import { stringify } from 'yaml';

function isManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value;
}

/** Prints a list of manifests in a snapshot as the YAML that a reviewer reads everywhere else. */
export default {
  test: (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.every(isManifest),
  serialize: (manifests: readonly unknown[]): string =>
    manifests.map((manifest) => stringify(manifest)).join('---\n'),
};
