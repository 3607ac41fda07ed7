import { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import { ENVOY_FILTER_ANNOTATIONS } from '../lib/envoy/annotations';
import { declareExperiment, type ExperimentOptions } from '../lib/experiment/declare';
import type { ExperimentPlan } from '../lib/experiment/plan';
import type { ServiceOperation } from '../lib/graph/operation';
import { callTarget, type ICallable } from './callable';
import { renderExperiment, renderHypotheses } from './late';
import { lateObject } from './late-object';
import { namespaceOf } from './placement';
import { Registry } from './registry';
import { renderAtRank } from './rendering-order';

/** Props of an {@link Experiment}. */
export interface ExperimentProps extends ExperimentOptions {
  /** The service or operation whose requests meet the fault. */
  readonly on: ICallable | ServiceOperation;
}

/**
 * A fault for some requests of a service, what the policies of its callers should make of it, and the day it ends.
 *
 * The proxies of the service inject it, so that the retries and deadlines of its callers stay at work. It is refused
 * where the {@link Mesh} is for production and does not name it. Its id is the name of its object, which is put into the
 * namespace of the service.
 */
export class Experiment extends Construct {
  private readonly registry: Registry;

  public constructor(scope: Construct, id: string, { on, ...options }: ExperimentProps) {
    super(scope, id);
    this.registry = Registry.of(this);
    const report = this.registry.report(this);
    this.registry.validate(this);
    renderAtRank(this, 'service');
    const found = callTarget(this, on, (code, details) => report(code, { ...details, prop: 'on' }));
    if (found === undefined) return;
    const { construct, operation } = found;
    const place = { name: id, target: construct.node.path, operation: operation?.name };
    for (const declared of declareExperiment(place, options, report)) {
      this.registry.add('experiments', [{ ...declared, path: this.node.path }]);
    }
    // what is wrong with the namespace is told about the service
    this.createFilter(namespaceOf(construct, () => undefined));
  }

  private createFilter(namespace: string): void {
    const { id } = this.node;
    lateObject(this, {
      id: 'Resource',
      apiVersion: API_VERSION.istioEnvoyFilter,
      kind: 'EnvoyFilter',
      name: id,
      namespace,
      labels: objectLabels(id),
      annotations: ENVOY_FILTER_ANNOTATIONS,
      lateAnnotations: () => ({
        [ANNOTATION.expires]: this.plan().expires,
        [ANNOTATION.hypothesis]: renderHypotheses(this.plan()),
      }),
      isPresent: () => this.registry.plan().experiments.has(this.node.path),
      spec: () => renderExperiment(this.plan()),
    });
  }

  private plan(): ExperimentPlan {
    return this.registry.plan().experiments.get(this.node.path) as ExperimentPlan;
  }
}
