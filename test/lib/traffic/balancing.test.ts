import { Duration } from 'cdk8s';
import { HashTable, LoadBalancing, Warmup, type ResilientServiceProps } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { specOf, type PolicySpec } from '../rendered';

function policyOf(overrides: ResilientServiceProps): PolicySpec | undefined {
  const system = shop((chart) => void aService(chart, 'payments', overrides));
  expect(lines(system)).toEqual([]);
  return specOf(system, 'DestinationRule', 'payments').trafficPolicy;
}

describe('load balancing', () => {
  const off = { localityLbSetting: { enabled: false } };

  test.each([
    ['leastRequest', LoadBalancing.leastRequest(), { simple: 'LEAST_REQUEST' }],
    ['roundRobin', LoadBalancing.roundRobin(), { simple: 'ROUND_ROBIN' }],
    ['random', LoadBalancing.random(), { simple: 'RANDOM' }],
    [
      'byHeader',
      LoadBalancing.byHeader('x-tenant'),
      { consistentHash: { httpHeaderName: 'x-tenant', ringHash: { minimumRingSize: 1024 } } },
    ],
    [
      'byQueryParameter',
      LoadBalancing.byQueryParameter('tenantId', { table: HashTable.ring(4093) }),
      {
        consistentHash: {
          httpQueryParameterName: 'tenantId',
          ringHash: { minimumRingSize: 4093 },
        },
      },
    ],
    [
      'byCookie',
      LoadBalancing.byCookie('tenant', Duration.minutes(7)),
      {
        consistentHash: {
          httpCookie: { name: 'tenant', ttl: '420s' },
          ringHash: { minimumRingSize: 1024 },
        },
      },
    ],
    [
      'bySourceIp',
      LoadBalancing.bySourceIp({ table: HashTable.maglev() }),
      { consistentHash: { useSourceIp: true, maglev: { tableSize: 65_537 } } },
    ],
    [
      'warm-up',
      LoadBalancing.leastRequest({
        warmup: Warmup.over(Duration.seconds(70), { minimumPercent: 13, aggression: 1.5 }),
      }),
      {
        simple: 'LEAST_REQUEST',
        warmup: { duration: '70s', minimumPercent: 13, aggression: 1.5 },
      },
    ],
    [
      'warm-up without a word',
      LoadBalancing.roundRobin({ warmup: Warmup.over(Duration.seconds(7)) }),
      {
        simple: 'ROUND_ROBIN',
        warmup: { duration: '7s', minimumPercent: 10, aggression: 1 },
      },
    ],
  ])('%s is written as Istio reads it, and not by zone', (_name, loadBalancing, written) => {
    expect(policyOf({ loadBalancing })?.loadBalancer).toEqual({ ...written, ...off });
  });

  test.each([
    [
      'a header that is none',
      LoadBalancing.byHeader('x tenant'),
      'MW0012 loadBalancing: got "x tenant", want an HTTP token: letters, digits and -_.~!#$%&\'*+^`|; ' +
        'rename it',
    ],
    [
      'a cookie that lives for no time',
      LoadBalancing.byCookie('tenant', Duration.millis(0)),
      'MW0003 loadBalancing.ttl: got 0ms, want a Duration of whole milliseconds, at least 1ms; use ' +
        'Duration.millis or a larger unit',
    ],
    [
      'a ring of no places',
      LoadBalancing.byHeader('x-tenant', { table: HashTable.ring(0) }),
      'MW0225 loadBalancing.table: got 0, want a whole number from 1 to 8388608; give such a size, or ' +
        'leave `table` out',
    ],
    [
      'a table of a size that is no prime',
      LoadBalancing.byHeader('x-tenant', { table: HashTable.maglev(65_536) }),
      'MW0225 loadBalancing.table: got 65536, want a prime number up to 5000011; give such a size, or ' +
        'leave `table` out',
    ],
    [
      'a warm-up that shrinks',
      LoadBalancing.leastRequest({ warmup: Warmup.over(Duration.seconds(7), { aggression: 0 }) }),
      'MW0226 loadBalancing.warmup.aggression: got 0, want a number above 0; 1 is even growth; give ' +
        'such a number, or leave it out',
    ],
  ])('by %s is an error', (_what, loadBalancing, text) => {
    const system = shop((chart) => void aService(chart, 'payments', { loadBalancing }));
    expect(errors(system)).toEqual([`[shop/payments] ${text}`]);
  });
});
