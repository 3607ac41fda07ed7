import { Chart } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-27';
import {
  DataStore,
  Port,
  type EnvironmentValue,
  type ResilientService,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, only, shop } from '../../support/declare';
import { containerOf, workloadOf } from '../../support/pods';

/** The environment of `cart`, as the manifest lists it. */
function environment(system: DeclaredSystem): readonly unknown[] {
  return containerOf(only(system.manifests(), 'Deployment', 'cart-v1')).env ?? [];
}

function refused(env: Readonly<Record<string, unknown>>): string[] {
  const props = { env: env as Record<string, EnvironmentValue> };
  return errors(shop((chart) => aService(chart, 'cart', props)));
}

/** `cart`, which calls a `ledger` of these props, with the environment that `env` makes of it. */
function calling(
  ledgerProps: ResilientServiceProps,
  env: (ledger: ResilientService) => Record<string, EnvironmentValue> = () => ({}),
): DeclaredSystem {
  return shop((chart) => {
    const ledger = aService(chart, 'ledger', ledgerProps);
    const port = Object.keys(ledgerProps.ports ?? {})[0];
    aService(chart, 'cart', { env: env(ledger) }).calls(ledger, { port });
  });
}

const HOST = 'ledger.shop.svc.cluster.local';

test('without variables and callees there is no list of them', () => {
  expect(containerOf(workloadOf())).not.toHaveProperty('env');
});

test('variables come by name, whatever the order they are written in', () => {
  expect(environment(shop((chart) => aService(chart, 'cart', { env: { B: '7', A: '' } })))).toEqual(
    [
      { name: 'A', value: '' },
      { name: 'B', value: '7' },
    ],
  );
});

test('values and references of cdk8s-plus are taken', () => {
  const system = shop((chart) => {
    const secret = Secret.fromSecretName(chart, 'Secret', 'ledger-key');
    const env = {
      KEY: EnvValue.fromSecretValue({ secret, key: 'key' }),
      WORKERS: EnvValue.fromValue('7'),
    };
    aService(chart, 'cart', { env });
  });
  expect(environment(system)).toEqual([
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'ledger-key', key: 'key' } } },
    { name: 'WORKERS', value: '7' },
  ]);
});

test('each callee gives its host and port', () => {
  expect(environment(calling({ port: 7007 }))).toEqual([
    { name: 'LEDGER_HOST', value: HOST },
    { name: 'LEDGER_PORT', value: '7007' },
  ]);
});

test('a callee with several ports gives that of the one that is called, by its key', () => {
  const ports = { 'admin-api': Port.http(7011), books: Port.grpc(7007) };
  expect(environment(calling({ ports }))).toEqual([
    { name: 'LEDGER_ADMIN_API_PORT', value: '7011' },
    { name: 'LEDGER_HOST', value: HOST },
  ]);
});

test('a variable of the user stays as it is where a callee would give one of the same name', () => {
  expect(environment(calling({ port: 7007 }, () => ({ LEDGER_PORT: '443' })))).toEqual([
    { name: 'LEDGER_HOST', value: HOST },
    { name: 'LEDGER_PORT', value: '443' },
  ]);
});

test.each([
  [undefined, `${HOST}:7007`],
  ['host-and-port', `${HOST}:7007`],
  ['host', HOST],
  ['port', '7007'],
] as const)(
  'an address with part %s is written so, and takes the place of our own',
  (part, value) => {
    const system = calling({ port: 7007 }, (ledger) => ({ BOOKS: ledger.address({ part }) }));
    expect(environment(system)).toEqual([{ name: 'BOOKS', value }]);
  },
);

test('an address names a port by its key', () => {
  const ports = { api: Port.http(7007), admin: Port.http(7011) };
  const system = calling({ ports }, (ledger) => ({ ADMIN: ledger.address({ port: 'admin' }) }));
  expect(environment(system)).toEqual([{ name: 'ADMIN', value: `${HOST}:7011` }]);
});

test('an IPv6 address is in the brackets that a port after it needs', () => {
  const system = shop((chart) => {
    const cache = DataStore.redis(chart, 'cache', { address: 'fd00::7' });
    aService(chart, 'cart', { env: { CACHE: cache.address() } }).calls(cache);
  });
  expect(environment(system)).toEqual([{ name: 'CACHE', value: '[fd00::7]:6379' }]);
});

test('the environment of a version goes over that of the service', () => {
  const image = 'ghcr.io/acme/cart:1.2.3';
  const versions = { v1: { image, weight: 100, env: { RING: 'inner', A: '7' } } };
  const env = { RING: 'outer', B: '11' };
  expect(environment(shop((chart) => aService(chart, 'cart', { versions, env })))).toEqual([
    { name: 'A', value: '7' },
    { name: 'B', value: '11' },
    { name: 'RING', value: 'inner' },
  ]);
});

const VALUE =
  'want a text, an EnvValue with a value or a reference, or an address; convert the value to text; an Output or a function cannot be written into a manifest';

test.each([
  [7, '7'],
  [true, 'true'],
  [null, 'null'],
  [undefined, 'nothing'],
  [() => 'text', 'a function'],
  [['a'], '["a"]'],
  [EnvValue.fromValue({ __pulumiOutput: true } as never), 'an EnvValue'],
])('%p is no value of a variable', (value, got) => {
  expect(refused({ A: value })).toEqual([`[shop/cart] MW0113 env.A: got ${got}, ${VALUE}`]);
});

test.each([
  { __pulumiOutput: true },
  // an Output lifts the properties of what it will be
  { __pulumiOutput: true, value: 'text', valueFrom: {} },
])('%p is no value of a variable, but its token is', (value) => {
  expect(refused({ A: value })).toEqual([
    '[shop/cart] MW0901 env.A: got a Pulumi Output, want text, in which `asString` stands for an Output; write asString(output), of meshwright/pulumi',
  ]);
});

test('the error text of an Output in a template string is no value of a variable', () => {
  const text = 'Calling [toString] on an [Output<T>] is not supported.';
  expect(refused({ A: `http://${text}`, B: 'Calling [toString] on a list' })).toEqual([
    '[shop/cart] MW0903 env.A: got the error text of an Output, want text, in which `asString` stands for an Output; write asString(output) inside the template string',
  ]);
});

test.each(['7A', 'A-B', 'A.B', 'A B', ''])('a variable is not called %p', (name) => {
  expect(refused({ [name]: 'text' })).toEqual([
    `[shop/cart] MW0011 env: got "${name}", want letters, digits and underscores, not beginning with a digit; rename the variable`,
  ]);
});

test('the address of something that is not called is refused', () => {
  const system = shop((chart) => {
    const ledger = aService(chart, 'ledger');
    aService(chart, 'cart', { env: { BOOKS: ledger.address() } });
  });
  expect(errors(system)).toEqual([
    '[shop/cart] MW0408 env.BOOKS: got the address of ledger, which is not called, want a call to it; declare the call: the mesh lets nothing else through',
  ]);
});

test('the address of a port that does not exist is refused', () => {
  const ports = { api: Port.http(7007), admin: Port.http(7011) };
  const system = calling({ ports }, (ledger) => ({ BOOKS: ledger.address({ port: 'web' }) }));
  expect(errors(system)).toEqual([
    '[shop/cart] MW0404 env.BOOKS: got "web", want one of the ports of ledger: api (7007), admin (7011); set `port` to one of them',
  ]);
});

/** `cart`, which calls a `ledger` in each of two namespaces. */
function twoLedgers(env: (books: ResilientService) => Record<string, EnvironmentValue>): string[] {
  return errors(
    shop((chart) => {
      const [books, games] = ['books', 'games'].map((namespace) =>
        aService(new Chart(chart, namespace, { namespace }), 'ledger', { port: 7007 }),
      );
      if (books === undefined || games === undefined) throw new Error('want two ledgers');
      const cart = aService(chart, 'cart', { env: env(books) });
      cart.calls(books);
      cart.calls(games);
    }),
  );
}

test('two callees of one name do not share a variable', () => {
  const fix = 'name them in `env`: { NAME: callee.address() }';
  const want = 'want a variable of its own for each callee';
  expect(twoLedgers(() => ({}))).toEqual(
    ['LEDGER_HOST', 'LEDGER_PORT'].map(
      (name) =>
        `[shop/cart] MW0418 env: got ${name} for shop/games/ledger and for shop/books/ledger, ${want}; ${fix}`,
    ),
  );
});

test('two callees of one name are told apart by a variable for one of them', () => {
  expect(twoLedgers((books) => ({ BOOKS: books.address() }))).toEqual([]);
});
