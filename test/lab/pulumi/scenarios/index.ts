import type { Scenario } from '../scenario';
import { ADOPTION } from './adoption';
import { APPLICATIONS } from './applications';
import { CHANGES } from './changes';
import { SEVERAL_CLUSTERS } from './clusters';
import { DRIFT } from './drift';
import { ENDINGS } from './endings';
import { FAILURES } from './failures';
import { ISTIO } from './istio';
import { OPTIONS } from './options';
import { ORDER } from './order';
import { OUTPUTS } from './outputs';
import { PROGRAM } from './program';
import { REFUSALS } from './refusals';
import { SIZE } from './size';
import { WRONG_CLUSTER } from './wrong-cluster';

/** Everything that is proven, in order; the last one takes Istio's kinds away. */
export const SCENARIOS: readonly Scenario[] = [
  ...APPLICATIONS,
  PROGRAM,
  CHANGES,
  ORDER,
  OPTIONS,
  OUTPUTS,
  DRIFT,
  ADOPTION,
  REFUSALS,
  FAILURES,
  WRONG_CLUSTER,
  ENDINGS,
  SIZE,
  SEVERAL_CLUSTERS,
  ISTIO,
];
