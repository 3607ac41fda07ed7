import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { istioCharts, type IstioChart, type IstioPart } from './istio-values';

/** Props of an {@link IstioInstallation}. */
export interface IstioInstallationProps {
  /**
   * The version of the charts.
   *
   * @default '1.31.0', of the newest line that Mesh knows
   */
  readonly version?: string;

  /**
   * The revision, for an upgrade beside the one that runs. The Mesh's `revision` must say the same.
   *
   * @default - none: the default revision
   */
  readonly revision?: string;

  /**
   * What is installed besides the control plane. `cni` spares pods the right to change the node's network; `ztunnel` is
   * for ambient alone; `gateway` is the workload that a MeshGateway binds to.
   *
   * @default ['cni', 'gateway']
   */
  readonly parts?: readonly IstioPart[];

  /**
   * Where the charts are.
   *
   * @default 'https://istio-release.storage.googleapis.com/charts', Istio's own
   */
  readonly repository?: string;

  /**
   * Values over ours, by chart.
   *
   * @default - none
   */
  readonly values?: Readonly<
    Partial<Record<IstioChart['chart'], Readonly<Record<string, unknown>>>>
  >;
}

const TYPE = 'meshwright:pulumi:IstioInstallation';
const VERSION = '1.31.0';
const PARTS: readonly IstioPart[] = ['cni', 'gateway'];
const REPOSITORY = 'https://istio-release.storage.googleapis.com/charts';

/**
 * Istio from its official Helm charts, for a cluster that has none, with two replicas of everything that may be drained.
 * It waits until everything is ready: `dependsOn` it, and what needs Istio waits too.
 */
export class IstioInstallation extends pulumi.ComponentResource {
  /** Address of the gateway's load balancer; undefined without the part `gateway`. */
  public readonly gatewayAddress: pulumi.Output<string> | undefined;

  public constructor(
    name: string,
    props: IstioInstallationProps = {},
    options?: pulumi.ComponentResourceOptions,
  ) {
    super(TYPE, name, {}, options);
    const charts = istioCharts({ revision: props.revision, parts: props.parts ?? PARTS });
    const namespaces = this.createNamespaces(charts);
    const releases = new Map<string, kubernetes.helm.v3.Release>();
    for (const chart of charts) {
      const dependsOn = [
        ...namespaces.values(),
        ...chart.after.flatMap((other) => releases.get(other) ?? []),
      ];
      releases.set(chart.chart, this.install(chart, props, dependsOn));
    }
    const gateway = charts.find(({ chart }) => chart === 'gateway');
    const release = releases.get('gateway');
    this.gatewayAddress = gateway && release && this.readAddress(gateway, release);
    this.registerOutputs({ gatewayAddress: this.gatewayAddress });
  }

  private createNamespaces(
    charts: readonly IstioChart[],
  ): ReadonlyMap<string, kubernetes.core.v1.Namespace> {
    const names = [...new Set(charts.map(({ namespace }) => namespace))];
    return new Map(
      names.map((namespace) => [
        namespace,
        new kubernetes.core.v1.Namespace(
          namespace,
          { metadata: { name: namespace } },
          { parent: this },
        ),
      ]),
    );
  }

  private install(
    { chart, release, namespace, values }: IstioChart,
    props: IstioInstallationProps,
    dependsOn: readonly pulumi.Resource[],
  ): kubernetes.helm.v3.Release {
    return new kubernetes.helm.v3.Release(
      release,
      {
        name: release,
        chart,
        namespace,
        version: props.version ?? VERSION,
        repositoryOpts: { repo: props.repository ?? REPOSITORY },
        values: { ...values, ...props.values?.[chart] },
        // half an installation is worse than none
        atomic: true,
        skipAwait: false,
      },
      { parent: this, dependsOn: [...dependsOn] },
    );
  }

  private readAddress(
    { namespace, release }: IstioChart,
    installed: kubernetes.helm.v3.Release,
  ): pulumi.Output<string> {
    // by the id of the release, so that it is read only when the Service is there
    const id = installed.status.apply(() => `${namespace}/${release}`);
    const service = kubernetes.core.v1.Service.get(`${release}-service`, id, { parent: this });
    return addressOf(service);
  }
}

/** Where the load balancer of `service` is reached; empty as long as it has none. */
export function addressOf(service: kubernetes.core.v1.Service): pulumi.Output<string> {
  return service.status.apply((status) => {
    const [first] = status?.loadBalancer?.ingress ?? [];
    return first?.hostname ?? first?.ip ?? '';
  });
}
