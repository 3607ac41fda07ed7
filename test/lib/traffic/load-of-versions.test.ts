import { Duration } from 'cdk8s';
import {
  Capacity,
  Failover,
  Load,
  Pool,
  Scale,
  Split,
  type CallOptions,
  type ResilientServiceProps,
} from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

describe('MW0242: a load that versions share', () => {
  const load = Load.perSecond(700, { latency: Duration.millis(300) });
  const image = 'ghcr.io/acme/payments:1';
  // of 70 at a time from each replica v1 gets 63 of up to 130, and v2 gets 7 of up to 39
  const large = { image, scale: Scale.fixed(10) };
  const small = { image, scale: Scale.fixed(3) };
  /** What is told of `orders` that calls `payments`. */
  const told = (callee: ResilientServiceProps, call: CallOptions = {}): string[] =>
    lines(
      shop((chart) => {
        const payments = aService(chart, 'payments', {
          capacity: Capacity.perReplica(39),
          ...callee,
        });
        aService(chart, 'orders').calls(payments, { load, ...call });
      }),
    ).filter((line) => line.includes('MW0242'));

  test('is compared with what each of them takes', () => {
    const versions = { v1: { ...large, weight: 90 }, v2: { ...small, weight: 10 } };
    expect(told({ versions })).toEqual([]);
  });

  test('names the version that is too small for its share', () => {
    const versions = { v1: { ...large, weight: 30 }, v2: { ...small, weight: 70 } };
    expect(told({ versions })).toEqual([
      '[shop/orders] MW0242 calls(payments).load: got 700/s x 300ms x 70 % to v2 / 3 replicas = 49, ' +
        'want at most 39 at a time from each replica; raise the `capacity` of payments or its `scale`, ' +
        'or give the call a `pool`',
    ]);
  });

  test('meets the limits of a pool version by version, too', () => {
    const versions = { v1: { ...large, weight: 60 }, v2: { ...large, weight: 40 } };
    expect(told({ versions }, { pool: Pool.perReplica(42) })).toEqual([]);
    expect(told({ versions }, { pool: Pool.perReplica(41) })).toEqual([
      expect.stringContaining('got 700/s x 300ms x 60 % to v1 / 3 replicas = 42, want at most 41'),
    ]);
  });

  test('goes to one of them in the end where a controller owns the weights', () => {
    const split = Split.ownedBy('argo-rollouts');
    expect(told({ versions: { v1: large, v2: small }, split })).toEqual([]);
    expect(told({ versions: { v1: small, v2: small }, split })).toEqual([
      expect.stringContaining('got 700/s x 300ms x 100 % to v1 / 3 replicas = 70, want at most 39'),
    ]);
  });

  test('meets one limit where failover chooses among the pods of all', () => {
    const failover = Failover.fromVersion('v2');
    expect(told({ versions: { v1: large, v2: small }, failover })).toEqual([]);
    expect(
      told({ versions: { v1: small, v2: { ...small, scale: Scale.fixed(2) } }, failover }),
    ).toEqual([expect.stringContaining('got 700/s x 300ms / 3 replicas = 70, want at most 65')]);
  });
});
