import type { HostState } from '../../../../lib/graph/simulate/failure';
import { repeatRequests } from '../../../../lib/graph/simulate/repeated-requests';
import type { TriedCall } from '../../../../lib/graph/simulate/tries';
import { anEjection } from '../../../support/models';

const REFUSED: TriedCall = {
  carriesRequests: true,
  retries: undefined,
  clientRetries: 0,
  deadlineMs: 2000,
  connectTimeoutMs: 500,
  answer: { status: 200, ms: 0 },
};

const DOWN: HostState = 'refusing';
const LOST: HostState = 'unreachable';
const WELL: HostState = 'well';

/** Host, request and time of each ejection. */
function ejections(
  hosts: readonly HostState[],
  call: Partial<TriedCall> = {},
  overrides: Parameters<typeof anEjection>[0] = {},
): number[][] {
  const destination = { hosts, ejection: anEjection(overrides) };
  return repeatRequests({ ...REFUSED, ...call }, destination).ejections.map(
    ({ host, request, atMs }) => [host, request, atMs],
  );
}

test('the worst hosts go one after the other, as many as the percentage lets go', () => {
  const hosts = [LOST, LOST, LOST, WELL, WELL, WELL];
  // 34 % of 6 are 2; each failing request waits 500 ms for its connection
  expect(ejections(hosts)).toEqual([
    [1, 5, 2500],
    [2, 10, 5000],
  ]);
});

test('tries of one request meet several hosts, and eject them in one request', () => {
  const retries = {
    attempts: 2,
    perTryTimeoutMs: undefined,
    retryOn: ['connect-failure'],
    backoffMs: 0,
    avoidsTriedHosts: true,
  };
  expect(ejections([DOWN, DOWN, WELL, WELL], { retries }, { maxEjectionPercent: 50 })).toEqual([
    [1, 5, 0],
    [2, 5, 0],
  ]);
});

// host 1 is out from 2.5 s to 4.5 s, when host 2 has failed four times; then host 1 fails five times more until 7 s
test('a host that comes back takes its turn before the others go on', () => {
  const options = { maxEjectionPercent: 50, baseEjectionTimeMs: 2000 };
  expect(ejections([LOST, LOST, WELL, WELL], {}, options)).toEqual([
    [1, 5, 2500],
    [2, 15, 7500],
  ]);
});

test('a deadline that is over before there is a connection counts against nobody', () => {
  expect(ejections([LOST, LOST, LOST], { deadlineMs: 300 })).toEqual([]);
});

test('a percentage that lets nobody go ejects nobody', () => {
  expect(ejections([DOWN, DOWN, DOWN], {}, { maxEjectionPercent: 33 })).toEqual([]);
});

test('a failure of which the first is too much ejects within one request', () => {
  expect(ejections([DOWN, WELL, WELL], { clientRetries: 1 }, { consecutive5xxErrors: 1 })).toEqual([
    [1, 1, 0],
  ]);
});
