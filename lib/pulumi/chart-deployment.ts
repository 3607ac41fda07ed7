import { ApiObject } from 'cdk8s';
import * as pulumi from '@pulumi/pulumi';
import type { IConstruct } from 'constructs';
import { checkedOnce } from './check-charts';
import { deployedTo, rememberDeployed, type Cluster } from './deployed';
import { nameFailures } from './failure-hook';
import type { ChartDeploymentProps } from './deployment-props';
import { hydrate } from './hydrate';
import { resourceName, typeToken } from './naming';
import { resourceOptions } from './object-options';
import { outsideObjects } from './order/asked';
import { objectText, type OrderStep } from './order/text';
import { isSecret, outsideWarnings, type Preparation, type PreparedObject } from './prepare';
import { typedClass, UNTYPED } from './resource-class';
import { warnOnce } from './warn-once';

/** The resource that is one object. */
export type DeployedObject = pulumi.CustomResource & {
  readonly metadata: pulumi.Output<Readonly<Record<string, unknown>>>;
  readonly spec: pulumi.Output<Readonly<Record<string, unknown>>>;
  /** What the cluster says of the object. */
  readonly status: pulumi.Output<Readonly<Record<string, unknown>>>;
};

/** In every URN below, so a change replaces nothing only with an alias. */
const TYPE = 'meshwright:pulumi:ChartDeployment';

// what a provider is asked for by: any type of its package
const OF_KUBERNETES = 'kubernetes:core/v1:Namespace';

// what the sidecar of Grafana's chart looks for by default
const DASHBOARD_LABEL = 'grafana_dashboard';

/**
 * Deploys a chart, or an app, by Pulumi: one resource for each object that `cdk8s synth` would write, the same but for
 * Outputs.
 *
 * A resource is named after namespace and name of its object, so that renaming a construct, moving it to another chart
 * or renaming this component changes nothing in the cluster. Findings of level error throw before anything of the chart is
 * registered, an experiment that was over before today (UTC) among them; {@link checkCharts} throws them earlier. Warnings
 * go to Pulumi's log.
 */
export class ChartDeployment extends pulumi.ComponentResource {
  /** The order of the objects, first things first, without what follows from the rest. */
  public readonly order: readonly OrderStep[];

  /** ConfigMaps that Grafana's sidecar reads dashboards from, as `namespace/name`. */
  public readonly dashboards: readonly string[];

  private readonly scope: IConstruct;
  private readonly cluster: Cluster;
  private readonly resources = new Map<ApiObject, pulumi.CustomResource>();

  public constructor(
    name: string,
    props: ChartDeploymentProps,
    options?: pulumi.ComponentResourceOptions,
  ) {
    const { chart, cluster } = props;
    const { preparation } = checkedOnce(name, props);
    super(TYPE, name, {}, options);
    this.scope = chart;
    this.cluster = { provider: this.getProvider(OF_KUBERNETES), name: cluster };
    const outside = outsideWarnings(chart, preparation, (object) => this.isDeployed(object));
    warnOnce(chart.node.root, [...preparation.warnings, ...outside], this);
    this.order = orderSteps(preparation);
    this.dashboards = dashboardsAmong(preparation);
    const resources = this.register(preparation);
    this.registerOutputs({ objects: resources.length });
  }

  /**
   * The resource that this deployment made of `construct`, or of its main object: to read its status, or to depend on it.
   */
  public of(construct: IConstruct): DeployedObject {
    const object = ApiObject.isApiObject(construct) ? construct : ApiObject.of(construct);
    const resource = this.resources.get(object);
    if (resource !== undefined) return resource as DeployedObject;
    throw new Error(`${object.node.path} is not deployed by ${this.scope.node.path || 'the app'}`);
  }

  private register({ objects, order }: Preparation): readonly pulumi.CustomResource[] {
    const resources: pulumi.CustomResource[] = [];
    const hooks = nameFailures();
    for (const self of order) {
      const prepared = objects[self];
      if (prepared === undefined) continue;
      const { construct, manifest, options, owned } = prepared;
      const { path } = construct.node;
      const context = { path, holdsSecrets: isSecret(manifest) };
      const Type = typedClass(manifest) ?? UNTYPED;
      const name = resourceName(manifest, this.cluster.name);
      hooks.remember(typeToken(manifest), name, path);
      const resource = new Type(name, withStatus(hydrate(manifest, context), Type), {
        parent: this,
        ...resourceOptions(manifest, options, owned),
        dependsOn: this.dependencies(prepared, resources),
        hooks: hooks.binding,
      });
      resources[self] = resource;
      if (!ApiObject.isApiObject(construct)) continue;
      this.resources.set(construct, resource);
      rememberDeployed(construct, { cluster: this.cluster, resource });
    }
    return resources;
  }

  private isDeployed(object: ApiObject): boolean {
    return deployedTo(this.cluster, object) !== undefined;
  }

  private dependencies(
    { construct, after, options }: PreparedObject,
    resources: readonly pulumi.CustomResource[],
  ): pulumi.Resource[] {
    return [
      ...after.flatMap((index) => resources[index] ?? []),
      ...outsideObjects(this.scope, construct).flatMap(
        (other) => deployedTo(this.cluster, other) ?? [],
      ),
      ...(options.dependsOn ?? []),
    ];
  }
}

function orderSteps({ objects, order }: Preparation): readonly OrderStep[] {
  const text = (index: number): string => {
    const prepared = objects[index];
    return prepared === undefined ? '' : objectText(prepared.manifest);
  };
  return order.map((self) => ({
    object: text(self),
    after: (objects[self]?.after ?? []).map(text),
  }));
}

function dashboardsAmong({ objects }: Preparation): readonly string[] {
  return objects
    .filter(({ manifest }) => manifest.metadata.labels?.[DASHBOARD_LABEL] !== undefined)
    .map(({ manifest }) => resourceName(manifest, undefined));
}

/** A custom resource has the properties that it is given, and so a status only if it is given none. */
function withStatus(
  inputs: Record<string, unknown>,
  type: typeof UNTYPED,
): Record<string, unknown> {
  return type === UNTYPED ? { status: undefined, ...inputs } : inputs;
}
