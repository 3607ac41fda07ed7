import type { IContainer } from 'kubernetes-models/v1/Container' with {
  'resolution-mode': 'import',
};
import type { IProbe } from 'kubernetes-models/v1/Probe' with { 'resolution-mode': 'import' };
import { APP_CONTAINER } from '../conventions/names';
import type { ResourceDeclaration } from './declaration';
import type { VersionPlan, WorkloadPlan } from './plan';
import type { ProbePlan } from './plan-probes';

/** The container that runs the image. */
export function renderContainer(plan: WorkloadPlan, version: VersionPlan): IContainer {
  const { probes, drain } = plan;
  const mounts = [...plan.mounts, ...plan.claims];
  return {
    name: APP_CONTAINER,
    image: version.image,
    resources: renderResources(plan.resources),
    securityContext: renderSecurityContext(plan),
    ...(plan.command && { command: [...plan.command] }),
    ...(plan.args && { args: [...plan.args] }),
    ...(version.env.length > 0 && { env: version.env.map((variable) => ({ ...variable })) }),
    ...(plan.ports.length > 0 && {
      ports: plan.ports.map(({ name, targetPort }) => ({
        name,
        containerPort: targetPort,
        protocol: 'TCP' as const,
      })),
    }),
    ...(probes.readiness && { readinessProbe: renderProbe(probes.readiness) }),
    ...(probes.liveness && { livenessProbe: renderProbe(probes.liveness) }),
    ...(probes.startup && { startupProbe: renderProbe(probes.startup) }),
    ...(drain.preStop.seconds > 0 && {
      lifecycle: { preStop: { sleep: { seconds: drain.preStop.seconds } } },
    }),
    ...(mounts.length > 0 && {
      volumeMounts: mounts.map((mount) => ({
        name: mount.name,
        mountPath: mount.path,
        ...('readOnly' in mount && mount.readOnly && { readOnly: true }),
      })),
    }),
  };
}

function renderResources({ cpu, memory }: ResourceDeclaration): IContainer['resources'] {
  const list = (
    cpuQuantity: string | undefined,
    memoryQuantity: string | undefined,
  ): Record<string, string> => ({
    ...(cpuQuantity !== undefined && { cpu: cpuQuantity }),
    ...(memoryQuantity !== undefined && { memory: memoryQuantity }),
  });
  return {
    requests: list(cpu.request, memory.request),
    limits: list(cpu.limit, memory.limit),
  };
}

function renderSecurityContext({ loosenings }: WorkloadPlan): IContainer['securityContext'] {
  const kept = loosenings.flatMap((loosening) =>
    loosening.kind === 'capability' ? [loosening.capability] : [],
  );
  const isRootWritable = loosenings.some(({ kind }) => kind === 'writable-root');
  return {
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: !isRootWritable,
    capabilities: { drop: ['ALL'], ...(kept.length > 0 && { add: kept }) },
  };
}

function renderProbe(probe: ProbePlan): IProbe {
  return {
    periodSeconds: probe.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds,
    failureThreshold: probe.failureThreshold,
    ...(probe.initialDelaySeconds > 0 && { initialDelaySeconds: probe.initialDelaySeconds }),
    ...renderHandler(probe),
  };
}

function renderHandler({ handler, port = 0 }: ProbePlan): IProbe {
  switch (handler.kind) {
    case 'http': {
      const headers = Object.entries(handler.headers).map(([name, value]) => ({ name, value }));
      return {
        httpGet: {
          path: handler.path,
          port,
          scheme: 'HTTP',
          ...(headers.length > 0 && { httpHeaders: headers }),
        },
      };
    }
    case 'tcp':
      return { tcpSocket: { port } };
    case 'grpc':
      return { grpc: { port } };
    case 'exec':
      return { exec: { command: [...handler.command] } };
  }
}
