import { select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import { findWorkload, isSame, resolveService, selectedBy } from './workloads';
import type { Ref, ServiceTarget, Workload } from './workloads';

/** A Service's port with all that is behind it, or with one workload alone. */
export function findTarget(manifests: Manifests, ref: Ref, port: number): ServiceTarget {
  const service = serviceNamed(manifests, ref);
  const target = service
    ? resolveService(manifests, service, port)
    : targetThrough(manifests, findWorkload(manifests, ref), port);
  if (target === undefined || target.backends.length === 0) {
    throw new Error(`nothing listens behind ${ref.namespace}/${ref.name}:${port}`);
  }
  return target;
}

/** The workload alone, through a Service that selects it; one with an address comes first. */
export function targetThrough(
  manifests: Manifests,
  workload: Workload,
  port: number,
): ServiceTarget | undefined {
  const services = select(manifests, 'Service');
  return [...services.filter((one) => !isHeadless(one)), ...services.filter(isHeadless)]
    .flatMap((service) => resolveService(manifests, service, port) ?? [])
    .map((target) => ({
      ...target,
      backends: target.backends.filter((backend) => isSame(backend.workload, workload)),
    }))
    .find(({ backends }) => backends.length > 0);
}

/** Whether a name means the workload: its own, or that of a Service that selects it. */
export function isNamed(manifests: Manifests, workload: Workload, ref: Ref): boolean {
  const service = serviceNamed(manifests, ref);
  if (service === undefined) return isSame(workload, ref);
  return selectedBy(manifests, service).some((selected) => isSame(selected, workload));
}

function serviceNamed(manifests: Manifests, ref: Ref): ResourceOf<'Service'> | undefined {
  return select(manifests, 'Service').find(({ metadata }) => isSame(metadata, ref));
}

function isHeadless({ spec }: ResourceOf<'Service'>): boolean {
  return spec.clusterIP === 'None';
}
