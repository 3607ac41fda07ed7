import { Duration, type Chart } from 'cdk8s';
import {
  DataStore,
  ExternalService,
  MeshGateway,
  GatewayTls,
  Operation,
  Port,
  Profile,
  Tls,
  type ResilientService,
} from '../../../constructs';
import { aService, errors, lines, linesOf, shop } from '../../support/declare';
import { routeOf } from '../rendered';

interface Call {
  readonly from: string;
  readonly to: string;
  /** Seconds; derived when unset. */
  readonly timeout?: number;
}

interface Topology {
  readonly calls: readonly Call[];
  /** Own times in seconds; the mesh's second where unset. */
  readonly own?: Readonly<Record<string, number>>;
}

const call = (from: string, to: string, timeout?: number): Call => ({ from, to, timeout });

function declare({ calls, own = {} }: Topology): (chart: Chart) => void {
  return (chart) => {
    const services = new Map<string, ResilientService>();
    for (const name of calls.flatMap(({ from, to }) => [from, to])) {
      const seconds = own[name];
      const ownTime = seconds === undefined ? undefined : Duration.seconds(seconds);
      if (!services.has(name)) services.set(name, aService(chart, name, { ownTime }));
    }
    for (const { from, to, timeout } of calls) {
      const target = services.get(to);
      const options = timeout === undefined ? {} : { timeout: Duration.seconds(timeout) };
      if (target !== undefined) services.get(from)?.calls(target, options);
    }
  };
}

/** Seconds of each call. */
function deadlines(topology: Topology, mesh = {}): Record<string, number> {
  const system = shop(declare(topology), mesh);
  expect(errors(system)).toEqual([]);
  const name = (path: string): string => path.replace('shop/', '');
  return Object.fromEntries(
    system
      .calls()
      .map(({ from, to, deadlineMs = 0 }) => [`${name(from)}→${name(to)}`, deadlineMs / 1000]),
  );
}

test.each<[string, Topology, Record<string, number>]>([
  [
    'a single call: what the callee needs for itself',
    { calls: [call('a', 'b')], own: { a: 11, b: 7 } },
    { 'a→b': 7 },
  ],
  [
    'a chain: each adds its own time to what it waits for',
    { calls: [call('a', 'b'), call('b', 'c'), call('c', 'd')], own: { b: 3, c: 5, d: 7 } },
    { 'c→d': 7, 'b→c': 12, 'a→b': 15 },
  ],
  [
    'a fan-out: one call after the other',
    {
      calls: [call('a', 'b'), call('b', 'x'), call('b', 'y'), call('b', 'z')],
      own: { b: 2, x: 3, y: 5, z: 7 },
    },
    { 'b→x': 3, 'b→y': 5, 'b→z': 7, 'a→b': 17 },
  ],
  [
    'a diamond: what is called by two counts on both ways',
    {
      calls: [call('a', 'b'), call('b', 'l'), call('b', 'r'), call('l', 'd'), call('r', 'd')],
      own: { b: 2, l: 3, r: 5, d: 1 },
    },
    { 'l→d': 1, 'r→d': 1, 'b→l': 4, 'b→r': 6, 'a→b': 12 },
  ],
  [
    'an explicit deadline: those above wait for it and no longer',
    {
      calls: [call('a', 'b'), call('b', 'c', 3), call('c', 'd')],
      own: { b: 2, c: 7, d: 13 },
    },
    { 'c→d': 13, 'b→c': 3, 'a→b': 5 },
  ],
  [
    'an explicit deadline on a cycle: it cuts the cycle open',
    { calls: [call('a', 'b'), call('b', 'c'), call('c', 'a', 7)], own: { a: 1, b: 2, c: 3 } },
    { 'c→a': 7, 'b→c': 10, 'a→b': 12 },
  ],
  [
    'no own times: a second each',
    { calls: [call('a', 'b'), call('b', 'c')] },
    { 'b→c': 1, 'a→b': 2 },
  ],
])('%s', (_rule, topology, expected) => {
  expect(deadlines(topology)).toEqual(expected);
});

test("the mesh's own time is that of every service without one", () => {
  const topology = { calls: [call('a', 'b'), call('b', 'c')], own: { c: 3 } };
  const mesh = { deadlines: { ownTime: Duration.millis(1500) } };
  expect(deadlines(topology, mesh)).toEqual({ 'b→c': 3, 'a→b': 4.5 });
});

test('calls to several operations of one service count once, with the longest', () => {
  const system = shop((chart) => {
    const operations = { x: Operation.safe('GET /x'), y: Operation.safe('GET /y') };
    const target = aService(chart, 'target', { operations });
    const middle = aService(chart, 'middle', { ownTime: Duration.seconds(2) });
    middle.calls(target.operations.x, { timeout: Duration.seconds(3) });
    middle.calls(target.operations.y, { timeout: Duration.seconds(11) });
    aService(chart, 'front').calls(middle);
  });
  expect(system.calls()).toContainEqual(
    expect.objectContaining({ from: 'shop/front', deadlineMs: 13_000 }),
  );
});

test('something outside needs the own time of the mesh; connections need none', () => {
  const system = shop((chart) => {
    const middle = aService(chart, 'middle', { ownTime: Duration.seconds(7) });
    const tls = Tls.originate();
    middle.calls(new ExternalService(chart, 'cards', { host: 'api.cards.example', tls }));
    middle.calls(DataStore.postgres(chart, 'ledger', { host: 'ledger.example.com' }));
    aService(chart, 'front').calls(middle);
  });
  expect(system.calls().map(({ to, deadlineMs }) => [to, deadlineMs])).toEqual([
    ['shop/middle', 8000],
    ['shop/cards', 1000],
    ['shop/ledger', undefined],
  ]);
});

test('a gateway waits for what the service behind it waits for', () => {
  const system = shop((chart) => {
    declare({ calls: [call('a', 'b')], own: { a: 2, b: 5 } })(chart);
    const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
    web.routes('/*', chart.node.findChild('a') as ResilientService);
  });
  expect(lines(system)).toEqual([]);
  expect(routeOf(system, 'web', 'a /*').timeout).toBe('7s');
});

describe('the maximum of the mesh', () => {
  const chain = {
    calls: [call('a', 'b'), call('b', 'c'), call('c', 'd')],
    own: { b: 11, c: 13, d: 17 },
  };

  test('caps what is derived, here and above, and says so', () => {
    const system = shop(declare(chain), { deadlines: { maximum: Duration.seconds(23) } });
    expect(system.calls().map(({ deadlineMs }) => deadlineMs)).toEqual([23_000, 23_000, 17_000]);
    const rest =
      'want at most 23s; give the call a `timeout`, or raise `deadlines.maximum` of the Mesh';
    expect(linesOf(system, 'info')).toEqual([
      `[shop/a] MW0414 calls(b).timeout: got 34s, ${rest}`,
      `[shop/b] MW0414 calls(c).timeout: got 30s, ${rest}`,
    ]);
  });

  test('of a profile is what the text says to raise, by the level that has it', () => {
    const told = (profile: { mesh?: Profile; service?: Profile }): string[] =>
      linesOf(
        shop(
          (chart) => {
            const { service } = profile;
            const slow = aService(chart, 'slow', {
              ownTime: Duration.seconds(11),
              profile: service,
            });
            aService(chart, 'a').calls(slow);
          },
          { profile: profile.mesh },
        ),
        'info',
      );
    const rest = (where: string): string =>
      '[shop/a] MW0414 calls(slow).timeout: got 11s, want at most 10s; give the call a `timeout`, ' +
      `or raise \`maxTimeout\` of profile interactive of ${where}`;
    expect(told({ mesh: Profile.interactive() })).toEqual([rest('the mesh')]);
    expect(told({ service: Profile.interactive() })).toEqual([rest('the service')]);
    expect(told({})).toEqual([]);
  });

  test('is thirty seconds, which a sum may reach', () => {
    const system = shop(
      declare({ calls: [call('a', 'b'), call('b', 'c')], own: { b: 13, c: 17 } }),
    );
    expect(system.calls().map(({ deadlineMs }) => deadlineMs)).toEqual([30_000, 17_000]);
    expect(linesOf(system, 'info')).toEqual([]);
  });

  test('does not shorten what was declared', () => {
    const system = shop(declare({ calls: [call('a', 'b', 70)] }));
    expect(system.calls()).toMatchObject([{ deadlineMs: 70_000 }]);
    expect(linesOf(system, 'info')).toEqual([]);
  });
});

describe('a cycle without a deadline', () => {
  const want =
    'want a `timeout` on one of its calls; give the call that closes the cycle a `timeout`';

  test.each([
    [['a', 'b'], 'a → b → a', 'a', 'b'],
    [['c', 'a', 'b'], 'a → b → c → a', 'a', 'b'],
    [['d', 'b', 'c', 'a'], 'a → d → b → c → a', 'a', 'd'],
  ])('of %j is one error, at the call of the first name', (ring, text, from, to) => {
    const calls = ring.map((name, index) => call(name, ring[(index + 1) % ring.length] ?? ''));
    for (let turn = 0; turn < ring.length; turn += 1) {
      const turned = [...calls.slice(turn), ...calls.slice(0, turn)];
      for (const order of [turned, [...turned].reverse()]) {
        expect(errors(shop(declare({ calls: order })))).toEqual([
          `[shop/${from}] MW0410 calls(${to}).timeout: got a cycle without a deadline, ${text}, ${want}`,
        ]);
      }
    }
  });

  test('is found from outside of it too', () => {
    const calls = [call('a', 'y'), call('y', 'z'), call('z', 'y')];
    const found = [calls, [...calls].reverse()].map((order) =>
      errors(shop(declare({ calls: order }))),
    );
    expect(found[0]).toEqual([
      `[shop/y] MW0410 calls(z).timeout: got a cycle without a deadline, y → z → y, ${want}`,
    ]);
    expect(found[1]).toEqual(found[0]);
  });

  test('is reported beside another', () => {
    const calls = [call('a', 'b'), call('b', 'a'), call('x', 'y'), call('y', 'x')];
    expect(errors(shop(declare({ calls })))).toHaveLength(2);
  });

  test('that shares a service with another is reported beside it', () => {
    const calls = [call('a', 'b'), call('b', 'a'), call('b', 'c'), call('c', 'b')];
    const found = [calls, [...calls].reverse()].map((order) =>
      errors(shop(declare({ calls: order }))),
    );
    expect(found[0]).toEqual([
      `[shop/a] MW0410 calls(b).timeout: got a cycle without a deadline, a → b → a, ${want}`,
      `[shop/b] MW0410 calls(c).timeout: got a cycle without a deadline, b → c → b, ${want}`,
    ]);
    expect(found[1]).toEqual(found[0]);
  });

  test('is none where its calls are connections', () => {
    const system = shop((chart) => {
      const ports = { raw: Port.tcp(7000) };
      const a = aService(chart, 'a', { ports });
      const b = aService(chart, 'b', { ports });
      a.calls(b);
      b.calls(a);
    });
    expect(errors(system)).toEqual([]);
  });
});
