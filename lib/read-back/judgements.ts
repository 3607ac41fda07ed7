import type { FindingCode } from '../findings/catalogue';
import { isList, isObject, isPartOf, type Difference, type Json } from './difference';

/** A kind of difference that makes an object weaker than its plan. */
export interface Judgement {
  readonly code: FindingCode;
  /** Kinds of objects that it looks at. */
  readonly kinds: RegExp;
  /** JSON pointers that it looks at. */
  readonly places: RegExp;
  readonly isWeaker: (difference: Difference) => boolean;
}

const WORKLOADS = /^(Deployment|StatefulSet|Job)$/;

const always = (): boolean => true;

/** Every way in which a patch can take back what was planned. The first that fits says what a difference is. */
export const JUDGEMENTS: readonly Judgement[] = [
  // a route that is added or lost has its own deadline and retries, and takes requests from those below it
  {
    code: 'MW1058',
    kinds: /^VirtualService$/,
    places: /^\/spec(\/(http|tcp|tls|hosts))?$/,
    isWeaker: always,
  },
  {
    code: 'MW1050',
    kinds: /^VirtualService$/,
    places: /\/timeout$/,
    isWeaker: ({ planned, rendered }) => milliseconds(rendered) > milliseconds(planned),
  },
  {
    code: 'MW1051',
    kinds: /^VirtualService$/,
    places: /\/retries(\/|$)/,
    isWeaker: ({ place, planned, rendered }) =>
      !place.endsWith('/attempts') || numberOf(rendered) > numberOf(planned),
  },
  {
    code: 'MW1052',
    kinds: /^(AuthorizationPolicy|NetworkPolicy|Sidecar)$/,
    places: /^(\/spec\/|\/spec$)/,
    isWeaker: ({ planned, rendered }) => !isPartOf(rendered, planned),
  },
  { code: 'MW1053', kinds: /^PeerAuthentication$/, places: /^\/spec/, isWeaker: always },
  { code: 'MW1053', kinds: /^DestinationRule$/, places: /\/tls(\/|$)/, isWeaker: always },
  { code: 'MW1058', kinds: /^DestinationRule$/, places: /^\/spec\/host$/, isWeaker: always },
  {
    code: 'MW1054',
    kinds: /^DestinationRule$/,
    places: /\/outlierDetection\/baseEjectionTime$/,
    isWeaker: isShorter,
  },
  {
    code: 'MW1054',
    kinds: /^DestinationRule$/,
    places: /\/(outlierDetection|connectionPool|retryBudget|trafficPolicy)(\/|$)/,
    isWeaker: isLooser,
  },
  {
    code: 'MW1054',
    kinds: /^(Deployment|StatefulSet)$/,
    places: /^\/spec\/replicas$/,
    isWeaker: ({ planned, rendered }) => numberOf(rendered) < numberOf(planned),
  },
  {
    code: 'MW1054',
    kinds: /^HorizontalPodAutoscaler$/,
    places: /^\/spec\/minReplicas$/,
    isWeaker: isShorter,
  },
  {
    code: 'MW1054',
    kinds: /^(Deployment|StatefulSet)$/,
    places: /\/readinessProbe$/,
    isWeaker: ({ rendered }) => rendered === undefined,
  },
  {
    code: 'MW1059',
    kinds: WORKLOADS,
    places:
      /\/annotations\/traffic\.sidecar\.istio\.io~1(exclude|include)(Inbound|Outbound)(Ports|IPRanges)$/,
    isWeaker: always,
  },
  {
    code: 'MW1059',
    kinds: WORKLOADS,
    places: /^\/spec\/template\/spec\/(hostNetwork|serviceAccountName|serviceAccount)$/,
    isWeaker: ({ rendered }) => rendered !== false,
  },
  {
    code: 'MW1054',
    kinds: /^PodDisruptionBudget$/,
    places: /^\/spec\/maxUnavailable$/,
    isWeaker: isLooser,
  },
  {
    code: 'MW1055',
    kinds: /./,
    places: /\/(labels|matchLabels|selector)(\/|$)/,
    isWeaker: ({ planned }) => planned !== undefined,
  },
  {
    code: 'MW1056',
    kinds: /^(Deployment|StatefulSet|Job)$/,
    places: /\/(terminationGracePeriodSeconds|lifecycle)(\/|$)/,
    isWeaker: ({ planned, rendered }) => !(numberOf(rendered) >= numberOf(planned)),
  },
  {
    code: 'MW1056',
    kinds: /^(Deployment|StatefulSet|Job)$/,
    places: /\/annotations\/proxy\.istio\.io~1config$/,
    isWeaker: ({ planned, rendered }) => !(proxyDrainMs(rendered) >= proxyDrainMs(planned)),
  },
  {
    code: 'MW1057',
    kinds: WORKLOADS,
    places: /\/securityContext(\/|$)/,
    isWeaker: always,
  },
  {
    code: 'MW1057',
    kinds: WORKLOADS,
    places: /^\/spec\/template\/spec\/volumes(\/|$)/,
    isWeaker: ({ place, rendered }) => place.includes('/hostPath') || hasHostPath(rendered),
  },
  {
    code: 'MW1060',
    kinds: WORKLOADS,
    places: /^\/spec\/template\/spec\/(containers|initContainers)(\/\d+)?$/,
    isWeaker: always,
  },
];

/** A number or time that is gone, or that is less than it was. */
function isShorter({ planned, rendered }: Difference): boolean {
  return planned !== undefined && !(numberOf(rendered) >= numberOf(planned));
}

/** A limit that is gone, or that is larger than it was. */
function isLooser({ planned, rendered }: Difference): boolean {
  if (planned === undefined) return false;
  return rendered === undefined || !(numberOf(rendered) <= numberOf(planned));
}

/** Whether a volume, or one of them, is a path of the node. */
function hasHostPath(volumes: Json): boolean {
  const all = isList(volumes) ? volumes : [volumes];
  return all.some((volume) => isObject(volume) && volume.hostPath !== undefined);
}

// ProxyConfig.terminationDrainDuration. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
const ISTIO_DRAIN = '5s';

/** How long the proxy drains by an annotation in JSON or YAML; Istio's default where it does not say. */
function proxyDrainMs(config: Json): number {
  const text = typeof config === 'string' ? config : '';
  const [, duration] = /terminationDrainDuration["']?\s*:\s*["']?([\w.]+)/.exec(text) ?? [];
  return milliseconds(duration ?? ISTIO_DRAIN, NaN);
}

function numberOf(value: Json): number {
  return typeof value === 'number' ? value : milliseconds(value, NaN);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Istio's notation of a duration; without one there is no limit. */
function milliseconds(value: Json, otherwise = Infinity): number {
  const [, amount, unit = ''] =
    /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(typeof value === 'string' ? value : '') ?? [];
  return amount === undefined ? otherwise : Number(amount) * (UNITS[unit] ?? 1);
}
