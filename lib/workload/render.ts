import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment' with {
  'resolution-mode': 'import',
};
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet' with {
  'resolution-mode': 'import',
};
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler' with {
  'resolution-mode': 'import',
};
import type { IJob } from 'kubernetes-models/batch/v1/Job' with { 'resolution-mode': 'import' };
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget' with {
  'resolution-mode': 'import',
};
import type { IService } from 'kubernetes-models/v1/Service' with { 'resolution-mode': 'import' };
import { API_VERSION } from '../conventions/api-versions';
import { selectorOf } from '../conventions/labels';
import { APP_CONTAINER, headlessName } from '../conventions/names';
import { renderPod } from './render-pod';
import type { VersionPlan, WorkloadPlan } from './plan';
import type { RolloutPlan } from './plan-rollout';

type Spec<T extends { spec?: unknown }> = NonNullable<T['spec']>;

/** The Deployment of one version. */
export function renderDeployment(plan: WorkloadPlan, version: VersionPlan): Spec<IDeployment> {
  return {
    selector: { matchLabels: { ...version.selector } },
    strategy: renderStrategy(plan.rollout),
    minReadySeconds: plan.rollout.minReady.seconds,
    progressDeadlineSeconds: plan.rollout.progressDeadline.seconds,
    template: renderPod(plan, version),
    ...renderReplicas(version),
  };
}

/** A rolling update never has fewer pods than before. */
function renderStrategy({ strategy }: RolloutPlan): Spec<IDeployment>['strategy'] {
  return strategy.kind === 'surge'
    ? {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: strategy.maxSurge, maxUnavailable: 0 },
      }
    : { type: 'Recreate' };
}

/** The StatefulSet of the only version. */
export function renderStatefulSet(plan: WorkloadPlan, version: VersionPlan): Spec<IStatefulSet> {
  return {
    ...renderReplicas(version),
    serviceName: headlessName(plan.name),
    selector: { matchLabels: { ...version.selector } },
    updateStrategy: renderUpdateStrategy(plan.rollout),
    minReadySeconds: plan.rollout.minReady.seconds,
    template: renderPod(plan, version),
    ...(plan.claims.length > 0 && {
      volumeClaimTemplates: plan.claims.map(({ name, size, storageClass }) => ({
        apiVersion: API_VERSION.core,
        kind: 'PersistentVolumeClaim' as const,
        metadata: { name },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: size } },
          ...(storageClass !== undefined && { storageClassName: storageClass }),
        },
      })),
    }),
  };
}

function renderUpdateStrategy({ strategy }: RolloutPlan): Spec<IStatefulSet>['updateStrategy'] {
  const partition = strategy.kind === 'in-place' ? strategy.partition : 0;
  return { type: 'RollingUpdate', rollingUpdate: { partition } };
}

/** The Job of the only version. */
export function renderJob(plan: WorkloadPlan, version: VersionPlan): Spec<IJob> {
  return {
    ...(plan.backoffLimit !== undefined && { backoffLimit: plan.backoffLimit }),
    template: renderPod(plan, version),
  };
}

/** An autoscaler owns the number of replicas alone. */
function renderReplicas({ scale }: VersionPlan): { replicas?: number } {
  return scale.targets === undefined ? { replicas: scale.min } : {};
}

/** The Service that stands for all versions. */
export function renderService({ name, ports, trafficDistribution }: WorkloadPlan): Spec<IService> {
  return {
    type: 'ClusterIP',
    ...(trafficDistribution !== undefined && { trafficDistribution }),
    selector: selectorOf(name),
    ports: ports.map((port) => ({
      name: port.name,
      port: port.number,
      targetPort: port.targetPort,
      protocol: 'TCP',
      appProtocol: port.protocol,
    })),
  };
}

/**
 * The Service that gives each pod of a StatefulSet a name.
 *
 * Nobody translates ports on the way to an address of a pod, so those of the container are the ones that callers use.
 */
export function renderHeadlessService(plan: WorkloadPlan): Spec<IService> {
  const ports = plan.ports.map((port) => ({ ...port, number: port.targetPort }));
  return {
    ...renderService({ ...plan, ports, trafficDistribution: undefined }),
    clusterIP: 'None',
  };
}

/** The autoscaler of one version; it looks at the application's container, not at the proxy. */
export function renderAutoscaler(
  plan: WorkloadPlan,
  { scale, workload }: VersionPlan,
): Spec<IHorizontalPodAutoscaler> {
  const targets = { cpu: scale.targets?.cpuPercent, memory: scale.targets?.memoryPercent };
  return {
    scaleTargetRef: {
      apiVersion: API_VERSION.apps,
      kind: plan.kind === 'stateful' ? 'StatefulSet' : 'Deployment',
      name: workload,
    },
    minReplicas: scale.min,
    maxReplicas: scale.max,
    metrics: Object.entries(targets).flatMap(([name, averageUtilization]) =>
      averageUtilization === undefined
        ? []
        : [
            {
              type: 'ContainerResource',
              containerResource: {
                container: APP_CONTAINER,
                name,
                target: { type: 'Utilization', averageUtilization },
              },
            },
          ],
    ),
  };
}

/** One pod may be evicted at a time; a pod that is broken anyway may always be. */
export function renderDisruptionBudget({ name }: WorkloadPlan): Spec<IPodDisruptionBudget> {
  return {
    maxUnavailable: 1,
    selector: { matchLabels: selectorOf(name) },
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  };
}
