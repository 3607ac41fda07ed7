import { admission } from './admission';
import { amplification } from './amplification';
import { bookinfo, onlineBoutique } from './applications';
import { authorization } from './authorization';
import { backOff } from './back-off';
import { callers } from './callers';
import { consistentHash } from './consistent-hash';
import { cookieSplit } from './cookie-split';
import { deadlines } from './deadlines';
import { ejection } from './ejection';
import { delegate } from './delegate';
import { drain } from './drain';
import { experiment } from './experiment';
import { gateway } from './gateway';
import { inboundPool } from './inbound-pool';
import { mirror } from './mirror';
import { outside } from './outside';
import { pool } from './pool';
import { rateLimit } from './rate-limit';
import { removal } from './removal';
import { retries } from './retries';
import { rollouts } from './rollouts';
import type { Scenario } from './scenario';
import { scope } from './scope';
import { versionFailover } from './version-failover';
import { versions } from './versions';
import { warmUp } from './warm-up';
import { zones } from './zones';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  admission,
  retries,
  deadlines,
  backOff,
  amplification,
  ejection,
  zones,
  versionFailover,
  pool,
  inboundPool,
  callers,
  versions,
  cookieSplit,
  delegate,
  mirror,
  consistentHash,
  warmUp,
  rateLimit,
  experiment,
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
