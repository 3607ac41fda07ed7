import { explainNode } from '../report/explain';
import { explainCalls, type ExplainedCall } from '../report/explain-call';
import { sectionTable } from '../report/table';
import { InputError } from './input-error';
import { loadProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';
import { findNodes, readCallee, subjectsOf, type Subject, type WrittenCallee } from './subjects';

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
  const [caller = '', called] = endsOf(about);
  progress('reading the program');
  const subjects = subjectsOf((await loadProgram(given)).apps);
  const explanations =
    called === undefined
      ? explainService(subjects, caller)
      : explainCall(subjects, caller, readCallee(subjects, called));
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

function explainService(subjects: readonly Subject[], name: string): readonly ExplainedCall[] {
  const { subject, ids } = findNodes(subjects, [name]);
  const [id = ''] = ids;
  return [{ subject: id, sections: explainNode(subject.plan, subject.analysis, id) }];
}

function explainCall(
  subjects: readonly Subject[],
  caller: string,
  { name, operation }: WrittenCallee,
): readonly ExplainedCall[] {
  const { subject, ids } = findNodes(subjects, [caller, name]);
  const [from = '', to = ''] = ids;
  const explanations = explainCalls(subject.plan, subject.analysis, { from, to, operation });
  if (explanations.length > 0) return explanations;
  const called = operation === undefined ? to : `${to}.${operation}`;
  throw new InputError(`${from} does not call ${called}`);
}
