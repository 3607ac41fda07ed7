import type { Scenario } from '../scenario';
import { ADOPTION } from './adoption';
import { APPLICATIONS } from './applications';
import { CHANGES } from './changes';
import { DRIFT } from './drift';
import { ENDINGS } from './endings';
import { FAILURES } from './failures';
import { ISTIO } from './istio';
import { ORDER } from './order';
import { OUTPUTS } from './outputs';
import { PROGRAM } from './program';
import { REFUSALS } from './refusals';
import { SIZE } from './size';

/** Everything that is proven, in order; the last one takes Istio's kinds away. */
export const SCENARIOS: readonly Scenario[] = [
  ...APPLICATIONS,
  PROGRAM,
  CHANGES,
  ORDER,
  OUTPUTS,
  DRIFT,
  ADOPTION,
  REFUSALS,
  FAILURES,
  ENDINGS,
  SIZE,
  ISTIO,
];
