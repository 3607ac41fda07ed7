import { parseFailure, type Failure } from '../graph/simulate/failure';
import { simulate as simulateRequest, SimulationError } from '../graph/simulate/simulate';
import { simulationText } from '../report/simulation-text';
import { InputError } from './input-error';
import { loadProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';
import { findNodes, subjectsOf, type Subject } from './subjects';

/** Options of `meshwright simulate`. */
export interface SimulateArguments {
  readonly format: 'text' | 'json';
  readonly method: string;
  readonly path: string;
  readonly port?: number;
  readonly header: readonly string[];
  readonly when: readonly string[];
  readonly app?: string;
}

/** Prints what becomes of one request while something is wrong. */
export async function simulate(
  fromName: string,
  toName: string,
  options: SimulateArguments,
): Promise<number> {
  const headers = Object.fromEntries(options.header.map(headerOf));
  progress('reading the program');
  const { apps } = await loadProgram(options.app);
  const { subject, ids } = findNodes(subjectsOf(apps), [fromName, toName]);
  const [from = '', to = ''] = ids;
  const { method, path, port } = options;
  try {
    const result = simulateRequest(subject.plan, {
      from,
      to,
      request: { method: method.toUpperCase(), path, headers, port },
      failures: options.when.map((text) => failureOf(subject, text)),
    });
    print(
      options.format === 'json'
        ? jsonText(result)
        : simulationText(result, stylesFor(process.stdout)),
    );
  } catch (error) {
    if (error instanceof SimulationError) throw new InputError(error.message);
    throw error;
  }
  return 0;
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InputError(`${JSON.stringify(text)} is no header: write name: value`);
  }
  return [name.trim().toLowerCase(), value];
}

function failureOf(subject: Subject, text: string): Failure {
  const failure = parseFailure(text);
  if (failure === undefined) {
    const kinds = 'host-down:a, gone:a, failing:a:503, slow:a:300ms or zone-lost:z';
    throw new InputError(`${JSON.stringify(text)} is no failure: write ${kinds}`);
  }
  if (!('service' in failure)) return failure;
  const [service = ''] = findNodes([subject], [failure.service]).ids;
  return { ...failure, service };
}
