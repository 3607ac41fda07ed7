import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import type { Named } from '../values/named';
import {
  absolutePath,
  dnsLabel,
  instance,
  memoryQuantity,
  nameOf,
  objectName,
  read,
  readList,
  oneOf,
  readRequired,
} from '../values/read';
import type { ClaimDeclaration, MountDeclaration } from './declaration';
import { readQuantity } from './declare-container';
import { Mount, type MountSource } from './mount';
import type { ClaimOptions } from './workload-kind';

/** The valid mounts, sorted by path. Neither path nor volume is that of one of `claims`. */
export function declareMounts(
  report: Report,
  mounts: readonly Mount[] | undefined,
  claims: readonly ClaimDeclaration[],
): readonly MountDeclaration[] {
  const valid = readList(report, 'mounts', mounts).flatMap((mount, index) =>
    declareMount(report, `mounts[${index}]`, mount),
  );
  valid.sort((a, b) => (a.path < b.path ? -1 : 1));
  const all = [...claims, ...valid];
  all.forEach(({ path, name }, index) => {
    if (all.slice(0, index).some((other) => other.path === path || other.name === name)) {
      const prop = index < claims.length ? `workload.claims.${name}` : 'mounts';
      report('MW0116', { prop, got: describe(path) });
    }
  });
  return valid;
}

function declareMount(report: Report, prop: string, given: Mount): MountDeclaration[] {
  const mount = read(report, instance(Mount), [prop, given]);
  if (mount === undefined) return [];
  const path = readRequired(report, absolutePath, [prop, mount.path]);
  const source = sourceOf(report, prop, mount.source);
  if (path === undefined || source === undefined) return [];
  return [{ name: volumeName(path), path, readOnly: mount.readOnly, source }];
}

/** A volume's name from the path it is mounted at: `/var/lib/app` becomes `var-lib-app`. */
function volumeName(path: string): string {
  const name = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return name === '' ? 'root' : name.replace(/-+$/, '');
}

function sourceOf(
  report: Report,
  prop: string,
  source: MountSource,
): Record<string, unknown> | undefined {
  switch (source.kind) {
    case 'emptyDir': {
      const { sizeLimit } = source.options;
      const medium = read(report, oneOf(['disk', 'memory']), [
        `${prop}.medium`,
        source.options.medium,
      ]);
      const size = readQuantity(report, memoryQuantity, [`${prop}.sizeLimit`, sizeLimit]);
      return {
        emptyDir: {
          ...(medium === 'memory' && { medium: 'Memory' }),
          ...(size !== undefined && { sizeLimit: size }),
        },
      };
    }
    case 'configMap': {
      const name = readObjectName(report, prop, source.object);
      return name === undefined ? undefined : { configMap: { name } };
    }
    case 'secret': {
      const secretName = readObjectName(report, prop, source.object);
      return secretName === undefined ? undefined : { secret: { secretName } };
    }
    case 'claim': {
      const claimName = readObjectName(report, prop, source.object);
      return claimName === undefined ? undefined : { persistentVolumeClaim: { claimName } };
    }
    case 'volume':
      return cdk8sPlusSource(report, prop, source.volume);
  }
}

function readObjectName(report: Report, prop: string, object: Named): string | undefined {
  return readRequired(report, objectName, [prop, nameOf(object)]);
}

/** cdk8s-plus keeps a volume's source in this method alone, which its own containers call. */
interface RenderedVolume {
  _toKube(): { readonly name: string } & Record<string, unknown>;
}

function cdk8sPlusSource(
  report: Report,
  prop: string,
  volume: unknown,
): Record<string, unknown> | undefined {
  const rendered = volume as Partial<RenderedVolume> | undefined;
  if (typeof rendered?._toKube !== 'function') {
    report('MW0016', { prop, got: describe(volume) });
    return undefined;
  }
  const { name: _name, ...source } = rendered._toKube();
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}

/** The claims of a stateful workload, sorted by name. */
export function declareClaims(
  report: Report,
  claims: Readonly<Record<string, ClaimOptions>>,
): readonly ClaimDeclaration[] {
  return Object.entries(claims)
    .flatMap(([name, claim]) => {
      const prop = `workload.claims.${name}`;
      const path = readRequired(report, absolutePath, [`${prop}.mountPath`, claim.mountPath]);
      const size = readQuantity(report, memoryQuantity, [`${prop}.size`, claim.size]);
      if (claim.size === undefined) report('MW0008', { prop: `${prop}.size`, got: 'nothing' });
      const storageClass = read(report, objectName, [`${prop}.storageClass`, claim.storageClass]);
      const isNamed = read(report, dnsLabel, [prop, name]) !== undefined;
      if (path === undefined || size === undefined || !isNamed) return [];
      return [{ name, path, size, storageClass }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
