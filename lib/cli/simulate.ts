import { placeOf } from '../graph/model-of';
import { exampleOf } from '../graph/request-pattern';
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
  readonly method?: string;
  readonly path?: string;
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
  const [calleeName = '', operation] = toName.split('.');
  progress('reading the program');
  const { apps } = await loadProgram(options.app);
  const { subject, ids } = findNodes(subjectsOf(apps), [fromName, calleeName]);
  const [from = '', to = ''] = ids;
  const { method, path } = { ...requestOf(subject, to, operation), ...asked(options) };
  try {
    const result = simulateRequest(subject.plan, {
      from,
      to,
      request: { method, path, headers, port: options.port },
      failures: options.when.map((text) => failureOf(subject, text)),
    });
    const question = `${from} → ${to}: ${method} ${path}`;
    print(
      options.format === 'json'
        ? jsonText(result)
        : simulationText(question, result, stylesFor(process.stdout)),
    );
  } catch (error) {
    if (error instanceof SimulationError) throw new InputError(error.message);
    throw error;
  }
  return 0;
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

function asked({ method, path }: SimulateArguments): Partial<Asked> {
  return { ...(method !== undefined && { method }), ...(path !== undefined && { path }) };
}

/** A request that the operation takes; any other begins as `GET /`. */
function requestOf({ plan }: Subject, to: string, operation: string | undefined): Asked {
  if (operation === undefined) return { method: 'GET', path: '/' };
  const operations = [...plan.graph.targets.values()]
    .filter((target) => placeOf(target) === to)
    .flatMap((target) => target.operations);
  const found = operations.find(({ name }) => name === operation);
  if (found !== undefined) return exampleOf(found.request);
  const known = operations.map(({ name }) => name).join(', ') || 'none';
  throw new InputError(`${to} has no operation ${operation}; there are ${known}`);
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
