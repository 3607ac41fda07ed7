import { admission } from './admission';
import { amplification } from './amplification';
import { bookinfo, onlineBoutique } from './applications';
import { authorization } from './authorization';
import { consistentHash } from './consistent-hash';
import { deadlines } from './deadlines';
import { ejection } from './ejection';
import { drain } from './drain';
import { gateway } from './gateway';
import { outside } from './outside';
import { pool } from './pool';
import { removal } from './removal';
import { retries } from './retries';
import { rollouts } from './rollouts';
import type { Scenario } from './scenario';
import { scope } from './scope';
import { versions } from './versions';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  admission,
  retries,
  deadlines,
  amplification,
  ejection,
  pool,
  versions,
  consistentHash,
  scope,
  authorization,
  gateway,
  outside,
  removal,
  drain,
  bookinfo,
  onlineBoutique,
  rollouts,
];
