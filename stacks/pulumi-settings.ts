import * as pulumi from '@pulumi/pulumi';
import { STACKS } from './stacks';
import { ZONES } from './online-boutique';
import { REVIEWS_ROUTINGS, type ReviewsRouting } from './bookinfo';

/** What the configuration of a Pulumi stack decides. */
export interface PulumiSettings {
  /** The applications that are deployed, by name. */
  readonly applications: readonly string[];
  readonly reviews: ReviewsRouting;
  /** The zones that Online Boutique keeps its busiest services in; any with an empty list. */
  readonly zones: readonly string[];
  /** Whether Istio is installed first. */
  readonly installsIstio: boolean;
  /** The context of the kubeconfig that leads to the cluster; its current one when undefined. */
  readonly context: string | undefined;
  /** `namespace/name` of the gateway's Service, which has to be there already; none is read when undefined. */
  readonly gatewayService: string | undefined;
  /** Whether the order of the objects is printed. */
  readonly printsOrder: boolean;
}

/** Reads values of the configuration by key. */
export interface ConfigReader {
  get(key: string): string | undefined;
  getBoolean(key: string): boolean | undefined;
  getObject<T>(key: string): T | undefined;
}

/** The keys of the configuration: those that `Pulumi.yaml` declares. */
export const SETTING_KEYS = [
  'applications',
  'context',
  'gatewayService',
  'installIstio',
  'printOrder',
  'reviews',
  'zones',
] as const;

// the one that installIstio installs
const GATEWAY = 'istio-system/istio-ingressgateway';

// as Kubernetes limits the value of a label
const ZONE = /^[a-z0-9]([-\w.]{0,61}[a-z0-9])?$/i;

/** The settings of `config` with every default; throws an error that lists everything that is wrong. */
export function readSettings(config: ConfigReader): PulumiSettings {
  const names = Object.keys(STACKS);
  const applications = config.getObject<readonly string[]>('applications') ?? names;
  const reviews = config.get('reviews') ?? 'by-user';
  const gatewayService = config.get('gatewayService') ?? '';
  const zones = config.getObject<readonly string[]>('zones') ?? ZONES;
  const installsIstio = config.getBoolean('installIstio') ?? false;
  const problems = [
    ...applicationProblems(applications, names),
    ...(isRouting(reviews)
      ? []
      : [wrong('reviews', reviews, `one of ${REVIEWS_ROUTINGS.join(', ')}`)]),
    ...gatewayProblems(gatewayService, installsIstio),
    ...(areZones(zones) ? [] : [wrong('zones', zones, 'a list of zones')]),
  ];
  // Pulumi prints the message of this class alone, without a stack of ours
  if (problems.length > 0 || !isRouting(reviews)) throw new pulumi.RunError(problems.join('\n'));
  return {
    applications,
    reviews,
    zones,
    installsIstio,
    context: config.get('context') || undefined,
    gatewayService: gatewayService === '' || installsIstio ? undefined : gatewayService,
    printsOrder: config.getBoolean('printOrder') ?? false,
  };
}

function applicationProblems(given: unknown, names: readonly string[]): readonly string[] {
  const expected = `a list of some of ${names.join(', ')}`;
  if (!Array.isArray(given) || given.length === 0) return [wrong('applications', given, expected)];
  return given
    .filter((name) => !names.includes(name as string))
    .map((name) => wrong('applications', name, expected));
}

function gatewayProblems(given: string, installsIstio: boolean): readonly string[] {
  const isOurs = given === '' || given === GATEWAY;
  if (!isOurs && installsIstio) {
    return [wrong('gatewayService', given, `${GATEWAY}, which installIstio installs`)];
  }
  return isOurs || /^[^/]+\/[^/]+$/.test(given)
    ? []
    : [wrong('gatewayService', given, 'namespace/name of a Service')];
}

function areZones(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && ZONE.test(each));
}

function isRouting(text: string): text is ReviewsRouting {
  return REVIEWS_ROUTINGS.some((routing) => routing === text);
}

function wrong(key: string, got: unknown, want: string): string {
  return `meshwright:${key}: got ${JSON.stringify(got)}, want ${want}; pulumi config set meshwright:${key} …`;
}
