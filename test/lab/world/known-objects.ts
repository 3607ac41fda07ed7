import type { KubernetesObject, StoredObject } from '../cluster/kubectl';
import type { Istiod } from '../cluster/istiod';
import { until } from '../machine/until';

/** Which of Istio's objects the control plane must have, and which it must have no longer. */
export class KnownObjects {
  private readonly versions = new Map<string, number | 'gone'>();

  /** Notes what was applied. */
  public add(objects: readonly StoredObject[]): void {
    for (const each of objects.filter(isOfIstio)) {
      this.versions.set(nameOf(each), Number(each.metadata.resourceVersion));
    }
  }

  /** Notes what was deleted. */
  public remove(objects: readonly KubernetesObject[]): void {
    for (const each of objects.filter(isOfIstio)) this.versions.set(nameOf(each), 'gone');
  }

  /** Waits until the control plane has just that: it watches each kind on its own, in no order. */
  public async areKnownTo(istiod: Istiod): Promise<void> {
    await until('the control plane to have what was applied', async () => {
      const objects = await istiod.objects();
      const there = new Map(
        objects.map((each) => [nameOf(each), Number(each.metadata.resourceVersion)]),
      );
      return [...this.versions].every(([name, wanted]) => {
        const version = there.get(name);
        return wanted === 'gone'
          ? version === undefined
          : version !== undefined && version >= wanted;
      })
        ? true
        : undefined;
    });
  }
}

/** What tells an object from every other. */
export function nameOf({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata.namespace, metadata.name].join(' ');
}

function isOfIstio({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.includes('.istio.io/');
}
