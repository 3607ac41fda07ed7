import { parseFailure } from '../graph/simulate/written-failure';
import type { Failure } from '../graph/simulate/failure';
import { simulate as simulateRequest } from '../graph/simulate/simulate';
import { SimulationError } from '../graph/simulate/simulation-error';
import { simulationText } from '../report/simulation-text';
import { InputError } from './input-error';
import { loadProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';
import { findNodes, readCallee, subjectsOf, type Subject } from './subjects';

/** Options of `meshwright simulate`. */
export interface SimulateOptions {
  readonly format: 'text' | 'json';

  /**
   * The method of the request.
   *
   * @default - the operation's, else GET
   */
  readonly method?: string;

  /**
   * The path of the request, with its query.
   *
   * @default - one that the operation takes, else /
   */
  readonly path?: string;

  /**
   * The port of the callee.
   *
   * @default - that of the call
   */
  readonly port?: number;

  readonly header: readonly string[];
  readonly when: readonly string[];
}

/** Whom a simulated request comes from, and goes to. */
export interface SimulatedEnds {
  readonly from: string;
  /** The callee, or an operation of it. */
  readonly to: string;
}

/** Prints what becomes of one request while something is wrong. */
export async function simulate(
  ends: SimulatedEnds,
  given: string | undefined,
  options: SimulateOptions,
): Promise<number> {
  const headers = Object.fromEntries(options.header.map(headerOf));
  const failures = options.when.map((text) => refusing(() => parseFailure(text)));
  progress('reading the program');
  const { apps } = await loadProgram(given);
  const subjects = subjectsOf(apps);
  const { name: calleeName, operation } = readCallee(subjects, ends.to);
  const { subject, ids } = findNodes(subjects, [ends.from, calleeName]);
  const [from = '', to = ''] = ids;
  const { method, path, port } = options;
  const result = refusing(() =>
    simulateRequest(subject.plan, {
      from,
      to,
      request: { operation, method, path, headers, port },
      failures: failures.map((failure) => placed(subject, failure)),
    }),
  );
  print(
    options.format === 'json'
      ? jsonText(result)
      : simulationText({ from, to }, result, stylesFor(process.stdout)),
  );
  return 0;
}

/** What cannot be simulated is wrong input. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SimulationError) throw new InputError(error.message);
    throw error;
  }
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InputError(`${JSON.stringify(text)} is no header: write name: value`);
  }
  return [name.trim().toLowerCase(), value];
}

/** The failure with the id of its service. */
function placed(subject: Subject, failure: Failure): Failure {
  if (failure.kind === 'zone-lost') return failure;
  const [service = ''] = findNodes([subject], [failure.service]).ids;
  return { ...failure, service };
}
