import { analyse, type SystemAnalysis } from '../graph/analysis/analyse';
import { listText } from '../graph/analysis/text';
import { modelOf, placeOf } from '../graph/model-of';
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

/** An app, and ids of nodes in it. */
export interface FoundNodes {
  readonly subject: Subject;
  readonly ids: readonly string[];
}

/** The app that has all of `names`, and their ids. A name without its namespace will do where it is the only one. */
export function findNodes(subjects: readonly Subject[], names: readonly string[]): FoundNodes {
  const candidates = subjects.flatMap((subject) => choicesOf(subject, names));
  const [found] = candidates;
  if (found === undefined) throw new InputError(absenceText(subjects, names));
  const texts = [...new Set(candidates.map(({ ids }) => ids.join(' and ')))];
  if (texts.length > 1) {
    throw new InputError(`${names.join(' and ')} may be ${texts.join(' or ')}: name one`);
  }
  // a program may declare one system for several clusters
  if (candidates.length > 1) {
    process.stderr.write(`${texts.join('')}: in ${candidates.length} apps, this is the first\n`);
  }
  return found;
}

/** A callee as it is written: `payments`, or `payments.charge` for an operation of it. */
export interface WrittenCallee {
  readonly name: string;
  readonly operation: string | undefined;
}

/** Names may have dots, as `api.example.com` does: the longest that is known is the callee's. */
export function readCallee(subjects: readonly Subject[], text: string): WrittenCallee {
  const parts = text.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join('.');
    const operation = length === parts.length ? undefined : parts.slice(length).join('.');
    if (subjects.some((subject) => idsOf(subject, name).length > 0)) return { name, operation };
  }
  return { name: text, operation: undefined };
}

/** Every way in which the app has all of the names. */
function choicesOf(subject: Subject, names: readonly string[]): readonly FoundNodes[] {
  const start: readonly (readonly string[])[] = [[]];
  return names
    .reduce(
      (rows, name) => rows.flatMap((row) => idsOf(subject, name).map((id) => [...row, id])),
      start,
    )
    .map((ids) => ({ subject, ids }));
}

function absenceText(subjects: readonly Subject[], names: readonly string[]): string {
  const unknown = names.find((name) => subjects.every((each) => idsOf(each, name).length === 0));
  if (unknown === undefined) return `${names.join(' and ')} are not in one app`;
  const known = subjects.flatMap(({ analysis }) => analysis.structure.nodes.map(({ id }) => id));
  return `there is no ${unknown}; there are ${listText([...new Set(known)].sort())}`;
}

/** Nodes of this id; else of this name; else behind this host. */
function idsOf({ plan, analysis }: Subject, name: string): readonly string[] {
  const { nodes } = analysis.structure;
  const exact = nodes.filter(({ id }) => id === name);
  const found = exact.length > 0 ? exact : nodes.filter((node) => node.name === name);
  if (found.length > 0) return found.map(({ id }) => id);
  return [...plan.graph.targets.values()].filter(({ host }) => host === name).map(placeOf);
}
