/** Parts of Istio besides its control plane. */
export type IstioPart = 'cni' | 'ztunnel' | 'gateway';

/** What differs between installations of Istio. */
export interface IstioChoice {
  readonly revision: string | undefined;
  /** What the cluster has besides the control plane. */
  readonly parts: readonly IstioPart[];
  /** Whether another installation has made all but the control plane. */
  readonly isBeside: boolean;
}

/** One of Istio's official charts, and what it is installed with. */
export interface IstioChart {
  readonly chart: 'base' | 'istiod' | IstioPart;
  /** Name of the release, which is that of the objects of a gateway. */
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The charts that it comes after. */
  readonly after: readonly IstioChart['chart'][];
}

const ROOT_NAMESPACE = 'istio-system';
const GATEWAY = 'istio-ingressgateway';

// two, so that one may be drained: https://istio.io/latest/docs/ops/best-practices/deployment/
const REPLICAS = { autoscaleEnabled: true, autoscaleMin: 2, autoscaleMax: 5 };

/** The charts of an installation, in the order of Istio's own instructions. @see https://istio.io/latest/docs/setup/install/helm/ */
export function istioCharts(choice: IstioChoice): readonly IstioChart[] {
  const { parts, revision, isBeside } = choice;
  const settings: Settings = {
    tagged: revision === undefined ? {} : { revision },
    ambient: parts.includes('ztunnel') ? { profile: 'ambient' } : {},
  };
  // there is one of everything else for all revisions
  if (isBeside) return [{ ...istiod(choice, settings), after: [] }];
  const charts: Record<IstioPart, () => IstioChart> = {
    cni: () => part('cni', 'istio-cni', { values: settings.ambient, after: ['base'] }),
    ztunnel: () => part('ztunnel', 'ztunnel', { values: settings.tagged, after: ['istiod'] }),
    gateway: () => gateway(settings),
  };
  const wanted = (...names: IstioPart[]): readonly IstioChart[] =>
    names.filter((name) => parts.includes(name)).map((name) => charts[name]());
  return [
    // webhooks judge objects by this revision
    part('base', 'istio-base', { values: { defaultRevision: revision ?? 'default' }, after: [] }),
    ...wanted('cni'),
    istiod(choice, settings),
    ...wanted('ztunnel', 'gateway'),
  ];
}

interface Settings {
  readonly tagged: Readonly<Record<string, unknown>>;
  readonly ambient: Readonly<Record<string, unknown>>;
}

function part(
  chart: IstioChart['chart'],
  release: string,
  rest: Pick<IstioChart, 'values' | 'after'>,
): IstioChart {
  return { chart, release, namespace: ROOT_NAMESPACE, ...rest };
}

function istiod({ revision, parts }: IstioChoice, { tagged, ambient }: Settings): IstioChart {
  const hasCni = parts.includes('cni');
  return part('istiod', revision === undefined ? 'istiod' : `istiod-${revision}`, {
    values: {
      ...tagged,
      ...ambient,
      ...REPLICAS,
      pilot: { cni: { enabled: hasCni } },
      // a name that nobody declared leads nowhere, as in the Sidecars that we render
      meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    },
    after: hasCni ? ['base', 'cni'] : ['base'],
  });
}

function gateway({ tagged }: Settings): IstioChart {
  return part('gateway', GATEWAY, {
    values: {
      ...tagged,
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
      podDisruptionBudget: { maxUnavailable: 1 },
      // as Mesh expects the identity of the gateway to be called
      serviceAccount: { create: true, name: 'istio-ingressgateway-service-account' },
    },
    after: ['istiod'],
  });
}
