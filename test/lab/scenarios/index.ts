import { amplification } from './amplification';
import { authorization } from './authorization';
import { consistentHash } from './consistent-hash';
import { deadlines } from './deadlines';
import { ejection } from './ejection';
import { pool } from './pool';
import { retries } from './retries';
import type { Scenario } from './scenario';
import { scope } from './scope';
import { versions } from './versions';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  retries,
  deadlines,
  amplification,
  ejection,
  pool,
  versions,
  consistentHash,
  scope,
  authorization,
];
