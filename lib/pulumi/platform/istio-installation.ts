import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ISTIO_VERSIONS } from '../../mesh/props';
import { refuseInstallation } from './check-installation';
import { mergeValues } from './merge-values';
import { istioCharts, type IstioChart, type IstioPart } from './istio-values';

/** Props of an {@link IstioInstallation}. */
export interface IstioInstallationProps {
  /**
   * The version of the charts: a release of a line that a Mesh knows. With `beside`, none newer than that of the other
   * installation.
   *
   * @default - the first of the newest line that a Mesh knows
   */
  readonly version?: string;

  /**
   * The revision. The Mesh's `revision` must say the same.
   *
   * @default - none: the default revision
   */
  readonly revision?: string;

  /**
   * The installation that this one is beside, for an upgrade by revision: only a control plane is installed, after the other
   * installation. Its namespace, base, CNI, ztunnel and gateway are there for both. It takes a `revision` of its own, no
   * `parts`, and the same provider.
   *
   * @default - none: everything is installed
   */
  readonly beside?: IstioInstallation;

  /**
   * What is installed besides the control plane. `cni` spares pods the right to change the node's network; `ztunnel` is
   * for ambient alone, and needs `cni`; `gateway` is the workload that a MeshGateway binds to.
   *
   * @default ['cni', 'gateway']; with `beside`, those of the other installation
   */
  readonly parts?: readonly IstioPart[];

  /**
   * Where the charts are.
   *
   * @default 'https://istio-release.storage.googleapis.com/charts', Istio's own
   */
  readonly repository?: string;

  /**
   * Values over ours, by chart: maps are merged, and all else is replaced, as Helm does. `null` takes a default of the chart
   * away.
   *
   * @default - none
   */
  readonly values?: Readonly<
    Partial<Record<IstioChart['chart'], Readonly<Record<string, unknown>>>>
  >;
}

const TYPE = 'meshwright:pulumi:IstioInstallation';
// their order is that of their age
const VERSION = `${ISTIO_VERSIONS.at(-1)}.0`;
const PARTS: readonly IstioPart[] = ['cni', 'gateway'];
const REPOSITORY = 'https://istio-release.storage.googleapis.com/charts';

/**
 * Istio from its official Helm charts, for a cluster that has none, with two replicas of everything that may be drained.
 * It waits until everything is ready: `dependsOn` it, and what needs Istio waits too.
 *
 * Its resources are named after it, so that one program installs Istio to several clusters by several of these, each with
 * its provider.
 */
export class IstioInstallation extends pulumi.ComponentResource {
  /** The revision; undefined for the default one. */
  public readonly revision: string | undefined;

  /** The version of the charts. */
  public readonly version: string;

  /** What the cluster has besides the control plane. */
  public readonly parts: readonly IstioPart[];

  /** Address of the gateway's load balancer; undefined where this one installs no gateway. */
  public readonly gatewayAddress: pulumi.Output<string> | undefined;

  private readonly name: string;

  public constructor(
    name: string,
    props: IstioInstallationProps = {},
    options?: pulumi.ComponentResourceOptions,
  ) {
    const { beside, revision, version = VERSION } = props;
    const parts = beside?.parts ?? props.parts ?? PARTS;
    refuseInstallation(name, props, { revision, version, parts });
    super(TYPE, name, {}, options);
    this.name = name;
    this.revision = revision;
    this.version = version;
    this.parts = parts;
    const charts = istioCharts({ revision, parts: this.parts, isBeside: beside !== undefined });
    const first = beside === undefined ? this.createNamespaces(charts) : [beside];
    const releases = new Map<string, kubernetes.helm.v3.Release>();
    for (const chart of charts) {
      const dependsOn = [...first, ...chart.after.flatMap((other) => releases.get(other) ?? [])];
      releases.set(chart.chart, this.install(chart, props, dependsOn));
    }
    const gateway = charts.find(({ chart }) => chart === 'gateway');
    const release = releases.get('gateway');
    this.gatewayAddress = gateway && release && this.readAddress(gateway, release);
    this.registerOutputs({ gatewayAddress: this.gatewayAddress });
  }

  private createNamespaces(charts: readonly IstioChart[]): readonly pulumi.Resource[] {
    const names = [...new Set(charts.map(({ namespace }) => namespace))];
    return names.map((namespace) => {
      const metadata = { name: namespace };
      const child = this.childName(namespace);
      return new kubernetes.core.v1.Namespace(child, { metadata }, { parent: this });
    });
  }

  private childName(name: string): string {
    return `${this.name}:${name}`;
  }

  private install(
    { chart, release, namespace, values }: IstioChart,
    props: IstioInstallationProps,
    dependsOn: readonly pulumi.Resource[],
  ): kubernetes.helm.v3.Release {
    return new kubernetes.helm.v3.Release(
      this.childName(release),
      {
        name: release,
        chart,
        namespace,
        version: this.version,
        repositoryOpts: { repo: props.repository ?? REPOSITORY },
        values: mergeValues(values, props.values?.[chart] ?? {}),
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
    const service = kubernetes.core.v1.Service.get(this.childName(`${release}-service`), id, {
      parent: this,
    });
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
