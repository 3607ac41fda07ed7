import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../machine/until';
import type { Behaviour } from '../world/back-end';
import type { Request } from '../world/stage';
import type { Play } from './scenario';

/** How many requests are sent at once. */
const REQUESTS = 30;
const LINGER_MS = 300;
const REFUSED = 503;
// what Envoy answers for a request beyond its limits, and for none that failed in another way
const OVERFLOW =
  'upstream connect error or disconnect/reset before headers. reset reason: overflow';

/** Deadline of the calls: longer than anything here may take. */
export const OVERLOAD_TIMEOUT_MS = 40_000;

/** Who sends too much to whom, and how much of it is served at a time. */
export interface Overload {
  readonly from: string;
  readonly to: string;
  readonly request: Request;
  readonly limit: number;
}

/** Holds every request until all that must be refused have been: what is in line is as many as what is served. */
export async function overload(
  { stage, rows }: Play,
  { from, to, request, limit }: Overload,
): Promise<void> {
  const load = { now: 0, most: 0, refused: 0 };
  const isFull = (): boolean => load.now >= limit && load.refused >= REQUESTS - 2 * limit;
  const full = until('as many as may be served and refused', () => isFull() || undefined, {
    forMs: OVERLOAD_TIMEOUT_MS,
  })
    // whatever would be one too many has its chance
    .then(() => sleep(LINGER_MS))
    .catch(() => undefined);
  const busy: Behaviour = async () => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    await full;
    load.now -= 1;
    return { status: 200 };
  };
  stage.script(to, busy);
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const { status, body } = await stage.send(from, to, request);
      if (status === REFUSED) load.refused += 1;
      return status === REFUSED ? body : String(status);
    }),
  );
  rows.exactly(`of ${REQUESTS} requests of ${from} at once, served at a time`, limit, load.most);
  const others = answers.filter((answer) => answer !== '200');
  rows.between(
    '… served at once or after a wait in line',
    [limit, 2 * limit],
    REQUESTS - others.length,
  );
  rows.exactly('… all others are refused at once, with', OVERFLOW, [...new Set(others)].join(', '));
}
