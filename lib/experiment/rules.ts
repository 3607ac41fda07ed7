import { reportAt, type Finding } from '../findings/finding';
import type { RequestCondition } from '../graph/edge';
import type { MeshPlan } from '../mesh/plan';
import type { ExperimentPlan } from './plan';

/** What already has a name in a namespace that an experiment could take. */
export interface NamedFilter {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
}

/** Whether each experiment may be made, and can be told from every other. */
export function checkExperiments(
  experiments: readonly ExperimentPlan[],
  { mesh, filters }: { readonly mesh: MeshPlan; readonly filters: readonly NamedFilter[] },
  findings: Finding[],
): void {
  experiments.forEach((experiment, index) => {
    const report = reportAt(experiment.path, findings);
    if (mesh.environment === 'production' && !mesh.experiments.includes(experiment.name)) {
      report('MW0808', { prop: 'Experiment', got: experiment.name });
    }
    const before = experiments.slice(0, index);
    const rival = before.find((other) => canMeet(other, experiment));
    if (rival !== undefined) {
      report('MW0809', { prop: 'on', got: `the requests of ${rival.path} too` });
    }
    const { name, namespace } = experiment;
    const namesake = [...filters, ...before].find(
      (other) => other.name === name && other.namespace === namespace,
    );
    if (namesake !== undefined) {
      report('MW0810', { prop: 'id', got: `${name}, as ${namesake.path}` });
    }
  });
}

/** Whether some request of one call could meet both faults. */
function canMeet(a: ExperimentPlan, b: ExperimentPlan): boolean {
  if (areApart(a.selection.condition, b.selection.condition)) return false;
  return a.edges.some((edge) => b.edges.includes(edge));
}

/** Two values of one header exclude each other; anything else may come together. */
function areApart(a: RequestCondition | undefined, b: RequestCondition | undefined): boolean {
  if (a?.comparison.kind !== 'exact' || b?.comparison.kind !== 'exact') return false;
  const isSameSubject = a.subject === b.subject && a.name === b.name;
  return isSameSubject && a.comparison.value !== b.comparison.value;
}
