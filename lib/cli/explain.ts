import { explainEdge, explainNode, type ExplainedValue } from '../report/explain';
import { explainedEdges } from '../report/origins';
import { valueTable } from '../report/table';
import { InputError } from './input-error';
import { loadProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';
import { findNodes, subjectsOf, type Subject } from './subjects';

/** Options of `meshwright explain`. */
export interface ExplainOptions {
  readonly format: 'text' | 'json';
}

interface Explanation {
  readonly subject: string;
  readonly values: readonly ExplainedValue[];
}

const ARROW = /\s*(?:→|->)\s*/;

/** Prints every effective value of a service, or of the calls between two, and where it comes from. */
export async function explain(
  about: string,
  given: string | undefined,
  { format }: ExplainOptions,
): Promise<number> {
  progress('reading the program');
  const { apps } = await loadProgram(given);
  const { subject, ids } = findNodes(subjectsOf(apps), about.split(ARROW));
  const explanations = explanationsOf(subject, ids);
  if (explanations.length === 0) throw new InputError(`${ids.join(' does not call ')}`);
  const styles = stylesFor(process.stdout);
  print(
    format === 'json'
      ? jsonText(explanations)
      : explanations
          .map((each) => `${styles.strong(each.subject)}\n${valueTable(each.values, styles)}`)
          .join('\n'),
  );
  return 0;
}

function explanationsOf({ plan, analysis }: Subject, ids: readonly string[]): Explanation[] {
  const [from = '', to] = ids;
  if (to === undefined) return [{ subject: from, values: explainNode(analysis, from) }];
  return explainedEdges(plan, from, to).map((explained) => ({
    subject: explained.edge.id,
    values: explainEdge(analysis, explained),
  }));
}
