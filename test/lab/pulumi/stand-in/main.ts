// The lab's stand-in for Pulumi's Kubernetes provider, where that is not at hand: a plugin that applies each object to
// the API server of KUBECONFIG and of the context that it is configured with, by the rules of the real one that matter to
// a program.
import { main, type Provider } from '@pulumi/pulumi/provider';
import { Objects } from './objects';
import { RELEASE, Releases } from './releases';
import { completeServer } from './sdk';
import type { KubeObject } from './api';

/** Gives each resource to who knows its type. */
class StandIn implements Provider {
  public readonly version = '4.32.0';
  private readonly objects = new Objects();
  private readonly releases = new Releases();

  public check(urn: string, olds: unknown, news: KubeObject) {
    return this.of(urn).check(urn, olds, news);
  }

  public diff(id: string, urn: string, olds: unknown, news: KubeObject) {
    return this.of(urn).diff(id, urn, olds, news);
  }

  public create(urn: string, inputs: KubeObject) {
    return this.of(urn).create(urn, inputs);
  }

  public update(id: string, urn: string, olds: unknown, news: KubeObject) {
    return this.of(urn).update(id, urn, olds, news);
  }

  public read(id: string, urn: string, props: unknown) {
    return this.of(urn).read(id, urn, props);
  }

  public delete(id: string, urn: string, props: unknown): Promise<void> {
    return this.of(urn).delete(id, urn, props);
  }

  private of(
    urn: string,
  ): Pick<Required<Provider>, 'check' | 'diff' | 'create' | 'update' | 'read' | 'delete'> {
    return typeOf(urn) === RELEASE ? this.releases : this.objects;
  }
}

function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

completeServer();
void main(new StandIn(), process.argv.slice(2));
