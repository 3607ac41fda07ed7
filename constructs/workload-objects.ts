import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import { headlessName, workloadName } from '../lib/conventions/names';
import type { ServiceDeclaration } from '../lib/graph/declare-service';
import type { ServicePlan } from '../lib/system/plan';
import type { VersionDeclaration } from '../lib/workload/declaration';
import { looseningName } from '../lib/workload/declare-container';
import type { VersionPlan } from '../lib/workload/plan';
import { planScale } from '../lib/workload/replicas';
import {
  renderAutoscaler,
  renderDeployment,
  renderDisruptionBudget,
  renderHeadlessService,
  renderJob,
  renderService,
  renderStatefulSet,
} from './late';
import { lateObject, type LateObject } from './late-object';

/** What a service runs. */
export interface WorkloadObjects {
  readonly workloads: Readonly<Record<string, ApiObject>>;
  readonly service: ApiObject | undefined;
}

type Part = Omit<LateObject, 'namespace'>;
type Create = (part: Part) => ApiObject;

/** Creates the workloads of a service, the Service in front, and what scales and protects them. */
export function createWorkloadObjects(
  scope: Construct,
  declaration: ServiceDeclaration,
  plan: () => ServicePlan,
): WorkloadObjects {
  const { name, namespace, workload } = declaration;
  const labels = objectLabels(name);
  const create: Create = (part) => lateObject(scope, { namespace, labels, ...part });
  const service = workload.ports.length > 0 ? createServices(create, declaration, plan) : undefined;
  // what is no Deployment has one version; more are a finding, and the first stands for them until then
  const versions = workload.versions.slice(0, workload.kind === 'deployment' ? undefined : 1);
  const workloads = versions.map((version) => [
    version.name,
    createVersion(create, { declaration, version, plan }),
  ]);
  const isEvictable = workload.versions.some((version) => planScale(workload, version).min > 1);
  if (workload.kind !== 'job' && (isEvictable || workload.versions.length > 1)) {
    create({
      id: 'PodDisruptionBudget',
      apiVersion: API_VERSION.policy,
      kind: 'PodDisruptionBudget',
      name,
      spec: () => renderDisruptionBudget(plan().workload),
    });
  }
  return { workloads: Object.fromEntries(workloads) as Record<string, ApiObject>, service };
}

function createServices(
  create: Create,
  { name, workload }: ServiceDeclaration,
  plan: () => ServicePlan,
): ApiObject {
  if (workload.kind === 'stateful') {
    create({
      id: 'HeadlessService',
      apiVersion: API_VERSION.core,
      kind: 'Service',
      name: headlessName(name),
      spec: () => renderHeadlessService(plan().workload),
    });
  }
  return create({
    id: 'Service',
    apiVersion: API_VERSION.core,
    kind: 'Service',
    name,
    spec: () => renderService(plan().workload),
  });
}

interface VersionParts {
  readonly declaration: ServiceDeclaration;
  readonly version: VersionDeclaration;
  readonly plan: () => ServicePlan;
}

function createVersion(create: Create, { declaration, version, plan }: VersionParts): ApiObject {
  const { name, workload } = declaration;
  const versionPlan = (): VersionPlan =>
    plan().workload.versions.find((each) => each.name === version.name) as VersionPlan;
  const object = workload.kind === 'deployment' ? workloadName(name, version.name) : name;
  const type = WORKLOAD_TYPE[workload.kind];
  const labels = objectLabels(name, version.name);
  const created = create({
    id: workload.kind === 'deployment' ? `Deployment-${version.name}` : type.kind,
    name: object,
    labels,
    annotations: loosenedAnnotations(workload),
    spec: () => RENDER[workload.kind](plan().workload, versionPlan()),
    ...type,
  });
  if (planScale(workload, version).targets !== undefined) {
    create({
      id: `HorizontalPodAutoscaler-${version.name}`,
      apiVersion: API_VERSION.autoscaling,
      kind: 'HorizontalPodAutoscaler',
      name: object,
      labels,
      spec: () => renderAutoscaler(plan().workload, versionPlan()),
    });
  }
  return created;
}

/** Why each safe default was given up that the workload object shows. */
function loosenedAnnotations({ loosenings, rollout }: ServiceDeclaration['workload']): {
  readonly [key: string]: string;
} {
  const reasons = loosenings.map((loosening) => [
    ANNOTATION.loosened(looseningName(loosening)),
    loosening.reason,
  ]);
  return {
    ...(Object.fromEntries(reasons) as Record<string, string>),
    ...(rollout?.kind === 'recreate' && { [ANNOTATION.loosened('rollout')]: rollout.reason }),
  };
}

const RENDER = { deployment: renderDeployment, stateful: renderStatefulSet, job: renderJob };

const WORKLOAD_TYPE = {
  deployment: { apiVersion: API_VERSION.apps, kind: 'Deployment' },
  stateful: { apiVersion: API_VERSION.apps, kind: 'StatefulSet' },
  job: { apiVersion: API_VERSION.batch, kind: 'Job' },
} as const;
