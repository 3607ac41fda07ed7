import * as expectations from '../../../lib/values/read';
import type { Expectation } from '../../../lib/values/read';

type Name = {
  [K in keyof typeof expectations]: (typeof expectations)[K] extends Expectation<unknown>
    ? K
    : never;
}[keyof typeof expectations];

interface Cases {
  readonly code: string;
  readonly accepts: readonly unknown[];
  readonly refuses: readonly unknown[];
}

const label63 = 'a'.repeat(63);

const CASES: Readonly<Record<Name, Cases>> = {
  text: {
    code: 'MW0001',
    accepts: ['cart', ' cart ', '{{ .Values }}: "#'],
    refuses: ['', ' \t\n', 7, true, ['cart'], { __pulumiOutput: true }, () => 'cart'],
  },
  anyText: { code: 'MW0001', accepts: ['', ' ', 'a: b\n- c'], refuses: [7, null, {}, () => ''] },
  reason: { code: 'MW0009', accepts: ['until the till speaks TLS'], refuses: ['', '  ', 7, null] },
  count: { code: 'MW0002', accepts: [1, 7, 13_000], refuses: [0, -7, 1.5, NaN, Infinity, '7', 7n] },
  flag: { code: 'MW0022', accepts: [true, false], refuses: ['true', 0, 1, null] },
  countOrZero: { code: 'MW0018', accepts: [0, 7], refuses: [-1, 0.5, NaN, '0', null] },
  percent: { code: 'MW0004', accepts: [1, 67, 100], refuses: [0, 101, 33.3, -7, NaN, '67'] },
  portNumber: {
    code: 'MW0101',
    accepts: [1, 8080, 65_535],
    refuses: [0, 65_536, -7, 80.5, NaN, '8080', null, { __pulumiOutput: true }],
  },
  serviceName: {
    code: 'MW0005',
    accepts: ['a', 'cart', 'cart-7', label63],
    refuses: ['', '7-cart', '-cart', 'cart-', 'Cart', 'ca.rt', 'ca_rt', `${label63}a`, 'cart\n'],
  },
  dnsLabel: {
    code: 'MW0005',
    accepts: ['7', '7-cart', 'v1', label63],
    refuses: ['', '-v1', 'v1-', 'V1', 'v1.2', 'v_1', `${label63}a`, 'v1\n', 7],
  },
  objectName: {
    code: 'MW0013',
    accepts: ['cart', 'cart.v1-7', '7', 'a'.repeat(253)],
    refuses: ['', 'Cart', '.cart', 'cart.', 'cart_7', 'a'.repeat(254), { name: 'cart' }, null],
  },
  hostName: {
    code: 'MW0006',
    accepts: ['localhost', 'api.bank.example', '7.example', `${label63}.example`],
    refuses: ['', 'https://api', 'api:443', '*.api', 'api.', 'Api.example', `${label63}a.example`],
  },
  ipAddress: {
    code: 'MW0007',
    accepts: ['10.7.11.13', '::1', 'fd00::7'],
    refuses: ['10.7.11', '10.7.11.256', '10.0.0.0/8', 'ledger', '', 7],
  },
  cpuQuantity: {
    code: 'MW0008',
    accepts: ['7', '0.5', '250m', '0.125'],
    refuses: ['', 'm', '250 m', '1Ki', '-7', '.5', '0', '0m', '0.0005', 250, null],
  },
  memoryQuantity: {
    code: 'MW0008',
    accepts: ['7', '64Mi', '1.5Gi', '13k', '7E'],
    refuses: ['', 'm', '64 Mi', '64MB', '64mi', '100m', '-7', '.5', '0', '0Mi', '1,5', 250],
  },
  imageReference: {
    code: 'MW0125',
    accepts: [
      'redis',
      'redis:alpine',
      'ghcr.io/acme/orders:2.0.0',
      'localhost:5000/a/b_c.d--e',
      `busybox:1.38.0@sha256:${'0a'.repeat(32)}`,
    ],
    refuses: ['', 'x y', 'https://ghcr.io/acme', 'Acme:1', 'redis:', 'redis@sha256', 'a//b', 7],
  },
  labelValue: {
    code: 'MW0010',
    accepts: ['', 'shop', '1.2.3', 'A_b-c.7', label63],
    refuses: ['-shop', 'shop-', 'a b', 'a/b', `${label63}a`, 7, null],
  },
  labelKey: {
    code: 'MW0017',
    accepts: ['team', 'acme.example/team', 'A_b.c-7'],
    refuses: ['', '/team', 'acme/', 'a/b/c', 'te am', '-team', `${label63}a`],
  },
  environmentName: {
    code: 'MW0011',
    accepts: ['A', '_a7', 'LEDGER_HOST'],
    refuses: ['', '7A', 'A-B', 'A.B', 'A B', 'A=B'],
  },
  headerName: {
    code: 'MW0012',
    accepts: ['x-user', 'X_User.7', "!#$%&'*+-.^_`|~"],
    refuses: ['', 'x user', 'x:user', 'x(user)', 'ünicode', ':authority'],
  },
  absolutePath: {
    code: 'MW0015',
    accepts: ['/', '/var/lib', '/a b?c=d#e'],
    refuses: ['', 'var', './var', 'C:\\var', 7, '/a\0b'],
  },
};

const table = (Object.keys(CASES) as Name[]).map((name) => ({ name, ...CASES[name] }));

test.each(table)('$name reports $code', ({ name, code }) => {
  expect(expectations[name].code).toBe(code);
});

test.each(table.flatMap(({ name, accepts }) => accepts.map((value) => ({ name, value }))))(
  '$name takes $value',
  ({ name, value }) => {
    expect(expectations[name].accepts(value)).toBe(true);
  },
);

test.each(table.flatMap(({ name, refuses }) => refuses.map((value) => ({ name, value }))))(
  '$name does not take $value',
  ({ name, value }) => {
    expect(expectations[name].accepts(value)).toBe(false);
  },
);
