import type { ServiceDeclaration } from '../graph/declare-service';

/** The service account that a service runs as: the one given, or its own. */
export function serviceAccountOf({
  name,
  workload,
}: Pick<ServiceDeclaration, 'name' | 'workload'>): string {
  return workload.serviceAccount ?? name;
}
