import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import {
  count,
  dnsLabel,
  hostName,
  instance,
  ipAddress,
  labelKey,
  labelValue,
  objectName,
  percent,
  portNumber,
  read,
  oneOf,
  readList,
  readMap,
  readObject,
  readRequired,
  passedOn,
  text,
} from '../values/read';
import { declareProfile } from '../traffic/declare-policy';
import type { ProfileDeclaration } from '../traffic/policy';
import { Prometheus } from './prometheus';
import { ISTIO_VERSIONS, type MeshProps } from './props';
import { declareTopology, type TopologyDeclaration } from './topology';
import { Tracing } from './tracing';

/** Facts about the mesh as declared; invalid ones are reported and left out. */
export interface MeshDeclaration extends TopologyDeclaration {
  readonly istio: string | undefined;
  readonly kubernetes: string | undefined;
  readonly redirection: 'cni' | 'init-container' | undefined;
  readonly sidecars: 'native' | 'classic' | undefined;
  readonly trustDomain: string | undefined;
  readonly clusterDomain: string | undefined;
  readonly rootNamespace: string | undefined;
  readonly revision: string | undefined;
  readonly ingressGateway: {
    readonly namespace: string | undefined;
    readonly selector: Readonly<Record<string, string>> | undefined;
    readonly serviceAccount: string | undefined;
    readonly maxReplicas: number | undefined;
  };
  readonly dns: {
    readonly namespace: string | undefined;
    readonly nodeLocalAddress: string | undefined;
  };
  readonly prometheus: {
    readonly namespace: string | undefined;
    readonly hasOperator: boolean;
    readonly labels: Readonly<Record<string, string>> | undefined;
    readonly runbooks: string | undefined;
  };
  readonly tracing:
    | {
        readonly provider: string;
        readonly host: string;
        readonly port: number;
        readonly samplingPercent: number | undefined;
      }
    | undefined;
  readonly environment: 'production' | 'test' | undefined;
  readonly experiments: readonly string[];
  readonly ownTimeMs: number | undefined;
  readonly maxDeadlineMs: number | undefined;
  readonly profile: ProfileDeclaration | undefined;
}

const MIN_KUBERNETES_MINOR = 32;

/** What `props` say about the mesh. */
export function declareMesh(given: MeshProps, report: Report): MeshDeclaration {
  const props = readObject(report, 'props', given) ?? {};
  const dataPlane = read(report, oneOf(['sidecar', 'ambient']), ['dataPlane', props.dataPlane]);
  if (dataPlane === 'ambient') report('MW0603', { prop: 'dataPlane', got: '"ambient"' });
  return {
    istio: readIstio(report, props.istio),
    kubernetes: readKubernetes(report, props.kubernetes),
    redirection: read(report, oneOf(['cni', 'init-container']), ['redirection', props.redirection]),
    sidecars: read(report, oneOf(['native', 'classic']), ['sidecars', props.sidecars]),
    trustDomain: read(report, hostName, ['trustDomain', props.trustDomain]),
    clusterDomain: read(report, hostName, ['clusterDomain', props.clusterDomain]),
    rootNamespace: read(report, dnsLabel, ['rootNamespace', props.rootNamespace]),
    revision: read(report, dnsLabel, ['revision', props.revision]),
    ingressGateway: declareIngressGateway(report, props.ingressGateway),
    dns: {
      namespace: read(report, dnsLabel, ['dns.namespace', props.dns?.namespace]),
      nodeLocalAddress: read(report, passedOn(ipAddress), [
        'dns.nodeLocalAddress',
        props.dns?.nodeLocalAddress,
      ]),
    },
    prometheus: declarePrometheus(report, props.prometheus),
    tracing: declareTracing(report, props.tracing),
    ...declareTopology(props, report),
    environment: read(report, oneOf(['production', 'test']), ['environment', props.environment]),
    experiments: readList(report, 'experiments', props.experiments).filter(
      (name) => readRequired(report, objectName, ['experiments', name]) !== undefined,
    ),
    ownTimeMs: readDuration(report, 'deadlines.ownTime', props.deadlines?.ownTime),
    maxDeadlineMs: readDuration(report, 'deadlines.maximum', props.deadlines?.maximum),
    profile: declareProfile(report, 'profile', props.profile),
  };
}

function readIstio(report: Report, version: string | undefined): string | undefined {
  if (version === undefined || ISTIO_VERSIONS.some((known) => known === version)) return version;
  report('MW0601', {
    prop: 'istio',
    got: describe(version),
    args: { versions: ISTIO_VERSIONS.join(', ') },
  });
  return undefined;
}

function readKubernetes(report: Report, version: string | undefined): string | undefined {
  if (version === undefined) return undefined;
  const minor = /^1\.(\d+)$/.exec(version)?.[1];
  if (minor !== undefined && Number(minor) >= MIN_KUBERNETES_MINOR) return version;
  report('MW0602', {
    prop: 'kubernetes',
    got: describe(version),
    args: { minimum: `1.${MIN_KUBERNETES_MINOR}` },
  });
  return undefined;
}

function declareIngressGateway(
  report: Report,
  facts: MeshProps['ingressGateway'],
): MeshDeclaration['ingressGateway'] {
  const selector = readMap(report, { key: labelKey, value: labelValue }, [
    'ingressGateway.selector',
    facts?.selector,
  ]);
  return {
    namespace: read(report, dnsLabel, ['ingressGateway.namespace', facts?.namespace]),
    selector: Object.keys(selector).length === 0 ? undefined : selector,
    serviceAccount: read(report, objectName, [
      'ingressGateway.serviceAccount',
      facts?.serviceAccount,
    ]),
    maxReplicas: read(report, count, ['ingressGateway.maxReplicas', facts?.maxReplicas]),
  };
}

function declarePrometheus(
  report: Report,
  given: Prometheus | undefined,
): MeshDeclaration['prometheus'] {
  const prometheus = read(report, instance(Prometheus), ['prometheus', given]);
  const labels = prometheus?.options.labels;
  return {
    namespace: read(report, dnsLabel, ['prometheus.namespace', prometheus?.options.namespace]),
    hasOperator: prometheus?.kind === 'operator',
    runbooks: read(report, passedOn(text), ['prometheus.runbooks', prometheus?.options.runbooks]),
    labels:
      labels &&
      readMap(report, { key: labelKey, value: labelValue }, ['prometheus.labels', labels]),
  };
}

function declareTracing(report: Report, given: Tracing | undefined): MeshDeclaration['tracing'] {
  const tracing = read(report, instance(Tracing), ['tracing', given]);
  if (tracing === undefined) return undefined;
  const provider = readRequired(report, text, ['tracing.name', tracing.name]);
  const host = readRequired(report, passedOn(hostName), ['tracing.host', tracing.options.host]);
  const port = readRequired(report, portNumber, ['tracing.port', tracing.options.port]);
  const samplingPercent = read(report, percent, [
    'tracing.samplingPercent',
    tracing.options.samplingPercent,
  ]);
  if (provider === undefined || host === undefined || port === undefined) return undefined;
  return { provider, host, port, samplingPercent };
}
