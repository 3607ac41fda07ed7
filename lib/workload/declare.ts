import type { Report } from '../findings/finding';
import { countOrZero, instance, read, readNamed, readList } from '../values/read';
import {
  declareLoosenings,
  declareResources,
  declareTexts,
  declareUser,
} from './declare-container';
import { declareEnvironment } from './declare-environment';
import { declareLifecycle } from './declare-lifecycle';
import { declareClaims, declareMounts } from './declare-mounts';
import { declarePodMetadata } from './declare-pod-metadata';
import { declarePorts } from './declare-ports';
import { declareProbe } from './declare-probe';
import { areNamed, declareScale, declareVersions } from './declare-versions';
import type { WorkloadDeclaration } from './declaration';
import type { WorkloadProps } from './props';
import { Workload } from './workload-kind';

/** What `props` say about the workload; what is invalid is reported and left out. */
export function declareWorkload(props: WorkloadProps, report: Report): WorkloadDeclaration {
  const workload =
    read(report, instance(Workload), ['workload', props.workload]) ?? Workload.deployment();
  const claims = declareClaims(report, workload.claims);
  return {
    kind: workload.kind,
    claims,
    backoffLimit: read(report, countOrZero, ['workload.backoffLimit', workload.backoffLimit]),
    versions: declareVersions(props, report),
    hasSubsets: workload.kind === 'deployment' && areNamed(props.versions),
    ports: declarePorts(props, report),
    scale: declareScale(report, 'scale', props.scale),
    command: declareTexts(report, 'command', props.command),
    args: declareTexts(report, 'args', props.args),
    env: declareEnvironment(report, 'env', props.env),
    mounts: declareMounts(report, props.mounts, claims),
    resources: declareResources(report, 'resources', props.resources),
    sidecarResources: declareResources(report, 'sidecarResources', props.sidecarResources),
    readiness: declareProbe(report, 'readiness', props.readiness),
    liveness: declareProbe(report, 'liveness', props.liveness),
    startup: declareProbe(report, 'startup', props.startup),
    ...declareLifecycle(props, report),
    user: declareUser(report, props.user),
    loosenings: declareLoosenings(report, props.pod),
    ...declarePodMetadata(props, report),
    serviceAccount: readNamed(report, 'serviceAccount', props.serviceAccount),
    imagePullSecrets: readList(report, 'imagePullSecrets', props.imagePullSecrets).flatMap(
      (secret) => readNamed(report, 'imagePullSecrets', secret) ?? [],
    ),
  };
}
