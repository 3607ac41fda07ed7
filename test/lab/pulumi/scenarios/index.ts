import type { Scenario } from '../scenario';
import { APPLICATIONS } from './applications';
import { CHANGES } from './changes';
import { DRIFT } from './drift';
import { FAILURES } from './failures';
import { ORDER } from './order';
import { OUTPUTS } from './outputs';
import { PROGRAM } from './program';
import { REFUSALS } from './refusals';
import { SIZE } from './size';

/** Everything that is proven, in order. */
export const SCENARIOS: readonly Scenario[] = [
  ...APPLICATIONS,
  PROGRAM,
  CHANGES,
  ORDER,
  OUTPUTS,
  DRIFT,
  REFUSALS,
  FAILURES,
  SIZE,
];
