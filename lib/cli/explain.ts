import { explainNode } from '../report/explain';
import { explainCalls, type ExplainedCall } from '../report/explain-call';
import { sectionTable } from '../report/table';
import { InputError } from './input-error';
import { loadProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';
import { findNodes, subjectsOf, type Subject } from './subjects';

/** Options of `meshwright explain`. */
export interface ExplainOptions {
  readonly format: 'text' | 'json';
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
  const { subject, ids } = findNodes(subjectsOf(apps), endsOf(about));
  const explanations = explanationsOf(subject, ids);
  if (explanations.length === 0) throw new InputError(`${ids.join(' does not call ')}`);
  const styles = stylesFor(process.stdout);
  print(
    format === 'json'
      ? jsonText(explanations)
      : explanations
          .map((each) => `${styles.strong(each.subject)}\n${sectionTable(each.sections, styles)}`)
          .join('\n'),
  );
  return 0;
}

function endsOf(about: string): readonly string[] {
  const ends = about.trim().split(ARROW);
  if (ends.length <= 2 && !ends.includes('')) return ends;
  throw new InputError(`${JSON.stringify(about)} is neither a service nor caller→callee`);
}

function explanationsOf(
  { plan, analysis }: Subject,
  ids: readonly string[],
): readonly ExplainedCall[] {
  const [from = '', to] = ids;
  if (to === undefined) return [{ subject: from, sections: explainNode(plan, analysis, from) }];
  return explainCalls(plan, analysis, { from, to });
}
