import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '@pulumi/pulumi/provider';
import { Api, isMissing, type KubeObject } from './api';
import { Unreachable } from './kubeconfig';
import { awaitReady } from './readiness';
import { canonical, hasUnknown, outputsOf, project, unwrap } from './wire';

type Outputs = KubeObject & { readonly __inputs: KubeObject };

const TYPE = /^kubernetes:[^:/]+\/[^:/]+:[^:/]+$/;
const DELETION_POLL_MS = 100;

/** Resources that are one object each. */
export class Objects implements Omit<Provider, 'version'> {
  private connected: Api | undefined;

  /** Refuses what the real one refuses: a type without group and version, and what the API server would not take. */
  public async check(urn: string, _olds: unknown, news: KubeObject) {
    const type = urn.split('::')[2]?.split('$').at(-1) ?? '';
    if (!TYPE.test(type)) {
      return {
        inputs: news,
        failures: [{ property: 'apiVersion', reason: `unknown type ${type}` }],
      };
    }
    const reason = hasUnknown(news) ? undefined : await this.dryRun(unwrap(news) as KubeObject);
    return { inputs: news, failures: reason === undefined ? [] : [{ property: 'spec', reason }] };
  }

  public diff(_id: string, _urn: string, olds: Outputs, news: KubeObject) {
    const before = olds.__inputs;
    const identity = (object: KubeObject): string =>
      canonical([object.kind, object.metadata.name, object.metadata.namespace]);
    const isMoved = identity(before) !== identity(news);
    const isReselected =
      selectorOf(before) !== selectorOf(news) && ['Deployment', 'StatefulSet'].includes(news.kind);
    return Promise.resolve({
      changes: canonical(unwrap(before)) !== canonical(unwrap(news)),
      replaces: [...(isMoved ? ['metadata.name'] : []), ...(isReselected ? ['spec.selector'] : [])],
      deleteBeforeReplace: !isMoved,
    });
  }

  public async create(_urn: string, inputs: KubeObject) {
    const object = unwrap(inputs) as KubeObject;
    const id = idOf(object);
    if ((await this.api.get(object)) !== undefined) {
      throw new Error(
        `resource ${id} was not successfully created by the Kubernetes API server: ${object.kind} "${object.metadata.name}" already exists`,
      );
    }
    return { id, outs: await this.put(inputs, object) };
  }

  public async update(_id: string, _urn: string, _olds: unknown, news: KubeObject) {
    return { outs: await this.put(news, unwrap(news) as KubeObject) };
  }

  public async read(id: string, urn: string, props: Partial<Outputs>) {
    if (props.__inputs === undefined) return this.readForeign(id, urn);
    const object = unwrap(props.__inputs) as KubeObject;
    const live = await this.api.get(object);
    // an empty id is how a provider says that there is nothing
    if (live === undefined) return { id: '', props: {} };
    const inputs = project(live, props.__inputs) as KubeObject;
    return { id, props: outputsOf(inputs, live), inputs };
  }

  public async delete(_id: string, _urn: string, props: Outputs): Promise<void> {
    const object = unwrap(props.__inputs) as KubeObject;
    await this.api.delete(object);
    while ((await this.api.get(object)) !== undefined) await sleep(DELETION_POLL_MS);
  }

  /** What nobody of this program has made: to import it, or to look at it. */
  private async readForeign(id: string, urn: string) {
    const [, group = '', kind = ''] = urn.split('::')[2]?.split('$').at(-1)?.split(':') ?? [];
    const [name = '', namespace] = id.split('/').reverse();
    const place = { name, ...(namespace !== undefined && { namespace }) };
    const live = await this.api.get({
      apiVersion: group.replace('core/', ''),
      kind,
      metadata: place,
    });
    if (live === undefined) return { id: '', props: {} };
    const inputs = inputsIn(live);
    return { id, props: outputsOf(inputs, live), inputs };
  }

  private get api(): Api {
    this.connected ??= new Api();
    return this.connected;
  }

  private async put(inputs: KubeObject, object: KubeObject): Promise<Record<string, unknown>> {
    await this.api.apply(object);
    const reason = await awaitReady(this.api, object);
    const live = (await this.api.get(object)) ?? object;
    const outs = outputsOf(inputs, live);
    if (reason === undefined) return outs;
    const message = `the Kubernetes API server reported that ${object.kind} ${idOf(object)} failed to become ready: ${reason}`;
    throw Object.assign(new Error(message), {
      id: idOf(object),
      properties: outs,
      reasons: [reason],
    });
  }

  /** What the API server would object to; nothing where what it needs is made by the same deployment. */
  private async dryRun(object: KubeObject): Promise<string | undefined> {
    try {
      await this.api.apply(object, true);
      return undefined;
    } catch (error) {
      // who is not reached is told of by what is made, which names the construct
      const isLater = isMissing(error) || isConflict(error) || error instanceof Unreachable;
      return isLater ? undefined : (error as Error).message;
    }
  }
}

function isConflict(error: unknown): boolean {
  return (error as { status?: number }).status === 409;
}

function selectorOf({ spec }: KubeObject): string {
  return canonical((spec as { selector?: unknown } | undefined)?.selector);
}

function idOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined
    ? metadata.name
    : `${metadata.namespace}/${metadata.name}`;
}

/** What somebody may have written of a live object. */
function inputsIn({ status: _status, metadata, ...live }: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = metadata as Record<string, unknown>;
  const kept = Object.entries({ name, namespace, labels, annotations }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...live, metadata: Object.fromEntries(kept) } as unknown as KubeObject;
}
