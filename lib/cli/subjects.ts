import { analyse, type SystemAnalysis } from '../graph/analysis/analyse';
import { modelOf } from '../graph/model-of';
import type { InspectedApp } from '../synth/inspection';
import type { SystemPlan } from '../system/plan';
import { InputError } from './input-error';

/** One app, with what can be said about it. */
export interface Subject {
  readonly plan: SystemPlan;
  readonly analysis: SystemAnalysis;
}

/** The app and analysis of each of `apps`. */
export function subjectsOf(apps: readonly InspectedApp[]): readonly Subject[] {
  return apps.map((app) => {
    const plan = app.plan();
    return { plan, analysis: analyse(modelOf(plan)) };
  });
}

/** The app that has all of `names`, and their ids. A name without its namespace will do where it is the only one. */
export function findNodes(
  subjects: readonly Subject[],
  names: readonly string[],
): { readonly subject: Subject; readonly ids: readonly string[] } {
  for (const subject of subjects) {
    const ids = names.flatMap((name) => idsOf(subject, name).slice(0, 1));
    if (ids.length === names.length) return { subject, ids };
  }
  const unknown = names.find((name) => subjects.every((each) => idsOf(each, name).length === 0));
  if (unknown === undefined) throw new InputError(`${names.join(' and ')} are not in one app`);
  const known = subjects.flatMap(({ analysis }) => analysis.structure.nodes.map(({ id }) => id));
  throw new InputError(`there is no ${unknown}; there are ${known.sort().join(', ')}`);
}

function idsOf({ analysis }: Subject, name: string): string[] {
  const { nodes } = analysis.structure;
  const exact = nodes.filter(({ id }) => id === name);
  const found = exact.length > 0 ? exact : nodes.filter((node) => node.name === name);
  if (found.length > 1) {
    throw new InputError(`${name} may be ${found.map(({ id }) => id).join(' or ')}: name one`);
  }
  return found.map(({ id }) => id);
}
