import type { Size } from 'cdk8s';
import type { Volume } from 'cdk8s-plus-27';
import type { Named } from '../values/named';

/** Options of an empty directory. */
export interface EmptyDirOptions {
  /**
   * Largest size; a pod that writes more is evicted.
   *
   * @default - the node's disk
   */
  readonly sizeLimit?: Size;

  /**
   * Where the directory lives: the node's disk, or memory, which counts as the container's.
   *
   * @default 'disk'
   */
  readonly medium?: 'disk' | 'memory';
}

/** Where a mounted volume comes from. */
export type MountSource =
  | { readonly kind: 'emptyDir'; readonly options: EmptyDirOptions }
  | { readonly kind: 'configMap' | 'secret' | 'claim'; readonly object: Named }
  | { readonly kind: 'volume'; readonly volume: Volume };

/** A volume at a path of the application container. */
export class Mount {
  /** An empty, writable directory that lives as long as the pod. */
  public static emptyDir(path: string, options: EmptyDirOptions = {}): Mount {
    return new Mount(path, { kind: 'emptyDir', options }, false);
  }

  /** The keys of a ConfigMap as files, read-only. */
  public static configMap(path: string, configMap: Named): Mount {
    return new Mount(path, { kind: 'configMap', object: configMap }, true);
  }

  /** The keys of a Secret as files, read-only. */
  public static secret(path: string, secret: Named): Mount {
    return new Mount(path, { kind: 'secret', object: secret }, true);
  }

  /** A PersistentVolumeClaim that exists. */
  public static claim(path: string, claim: Named): Mount {
    return new Mount(path, { kind: 'claim', object: claim }, false);
  }

  /** Any cdk8s-plus volume. */
  public static volume(path: string, volume: Volume): Mount {
    return new Mount(path, { kind: 'volume', volume }, false);
  }

  private constructor(
    public readonly path: string,
    public readonly source: MountSource,
    public readonly readOnly: boolean,
  ) {}
}
