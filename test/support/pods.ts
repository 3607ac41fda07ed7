import type { IContainer } from 'kubernetes-models/v1/Container' with {
  'resolution-mode': 'import',
};
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec' with {
  'resolution-mode': 'import',
};
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec' with { 'resolution-mode': 'import' };
import type { ResilientServiceProps } from '../../constructs';
import type { Manifest } from '../../constructs/testing';
import { aService, only, shop } from './declare';

/** The workload of the service `cart` that `props` declare, with nothing else around it. */
export function workloadOf(props: ResilientServiceProps = {}): Manifest {
  const manifests = shop((chart) => aService(chart, 'cart', props)).manifests();
  const kinds = ['Deployment', 'StatefulSet', 'Job'];
  const kind = kinds.find((each) => manifests.some((manifest) => manifest.kind === each));
  return only(manifests, kind ?? 'Deployment, StatefulSet or Job');
}

/** The pods of a workload. */
export function templateOf({ kind, spec }: Manifest): IPodTemplateSpec {
  const template = spec?.template as IPodTemplateSpec | undefined;
  if (template === undefined) throw new Error(`want a workload with a pod template, got ${kind}`);
  return template;
}

/** What the pods of a workload are made of. */
export function podOf(manifest: Manifest): IPodSpec {
  const { spec } = templateOf(manifest);
  if (spec === undefined) throw new Error(`want pods with a spec, got none in ${manifest.kind}`);
  return spec;
}

/** The only container of the pods of a workload. */
export function containerOf(manifest: Manifest): IContainer {
  const [first, ...rest] = podOf(manifest).containers;
  if (first !== undefined && rest.length === 0) return first;
  const names = podOf(manifest).containers.map(({ name }) => name);
  throw new Error(`want exactly one container, got [${names.join(', ')}]`);
}
