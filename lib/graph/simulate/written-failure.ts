import { DEFAULT_STATUS, failing, gone, hostDown, slow, zoneLost, type Failure } from './failure';
import { SimulationError } from './simulation-error';

interface Form {
  /** How it is written; capitals stand for what is written in their place. */
  readonly form: string;
  readonly pattern: RegExp;
  readonly read: (subject: string, amount: string, unit: string) => Failure;
}

const FORMS: Readonly<Record<Failure['kind'], Form>> = {
  'host-down': { form: 'host-down:SERVICE', pattern: /^([^:]+)$/, read: hostDown },
  gone: { form: 'gone:SERVICE', pattern: /^([^:]+)$/, read: gone },
  failing: {
    form: 'failing:SERVICE or failing:SERVICE:STATUS, a status from 400 to 599',
    pattern: /^([^:]+)(?::([45]\d\d))?$/,
    read: (service, status) => failing(service, status === '' ? DEFAULT_STATUS : Number(status)),
  },
  slow: {
    form: 'slow:SERVICE:TIME, such as 300ms or 2s',
    pattern: /^([^:]+):0*([1-9]\d*)(ms|s)$/,
    read: (service, amount, unit) => slow(service, Number(amount) * (unit === 's' ? 1000 : 1)),
  },
  'zone-lost': { form: 'zone-lost:ZONE', pattern: /^([^:]+)$/, read: zoneLost },
};

/** How failures are written, for help. */
export const FAILURE_FORMS = 'host-down:a, gone:a, failing:a:503, slow:a:300ms or zone-lost:z';

/** The failure that `text` writes down, such as `slow:shop/payments:300ms`. Throws where it is none. */
export function parseFailure(text: string): Failure {
  const [kind = '', ...rest] = text.split(':');
  const known = Object.entries(FORMS).find(([name]) => name === kind)?.[1];
  if (known === undefined) {
    throw new SimulationError(`${JSON.stringify(text)} is no failure: write ${FAILURE_FORMS}`);
  }
  const match = known.pattern.exec(rest.join(':'));
  if (match === null) {
    throw new SimulationError(`${JSON.stringify(text)} is no failure: write ${known.form}`);
  }
  const [, subject = '', amount = '', unit = ''] = match;
  return known.read(subject, amount, unit);
}
