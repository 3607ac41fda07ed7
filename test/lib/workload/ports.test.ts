import { Port, type ResilientServiceProps } from '../../../constructs';
import { declarePorts } from '../../../lib/workload/declare-ports';
import { PROTOCOLS } from '../../../lib/workload/port';
import { declaring } from '../../support/declaring';

type Ports = Pick<ResilientServiceProps, 'port' | 'ports'>;

function told(props: Ports): readonly string[] {
  return declaring((report) => declarePorts(props, report)).told;
}

function names(props: Ports): readonly string[] {
  const { value, told: findings } = declaring((report) => declarePorts(props, report));
  expect(findings).toEqual([]);
  return value.map(({ name, number, targetPort }) => `${name} ${number} ${targetPort}`);
}

test('a number is an HTTP port that the container listens on itself', () => {
  expect(declaring((report) => declarePorts({ port: 7007 }, report))).toEqual({
    value: [
      {
        key: undefined,
        name: 'http',
        protocol: 'http',
        family: 'http',
        number: 7007,
        targetPort: 7007,
      },
    ],
    told: [],
  });
});

test('a service without ports is no mistake: it only calls', () => {
  expect(names({})).toEqual([]);
  expect(names({ ports: {} })).toEqual([]);
});

test('the name of a port is its protocol, which Istio reads, then its key', () => {
  expect(names({ ports: { api: Port.grpc(7007), admin: Port.tcp(7011) } })).toEqual([
    'grpc-api 7007 7007',
    'tcp-admin 7011 7011',
  ]);
});

test('a key that is the protocol is not repeated in the name', () => {
  expect(names({ ports: { grpc: Port.grpc(7007) } })).toEqual(['grpc 7007 7007']);
});

test('ports come by number, whatever the order they are written in', () => {
  const [low, high] = [Port.http(7007), Port.http(11_007)];
  expect(names({ ports: { b: high, a: low } })).toEqual(names({ ports: { a: low, b: high } }));
});

test('the container may listen elsewhere', () => {
  expect(names({ port: Port.http(80, { targetPort: 7007 }) })).toEqual(['http 80 7007']);
});

test.each([
  ['http', 'http'],
  ['http2', 'http'],
  ['grpc', 'http'],
  ['grpc-web', 'http'],
  ['https', 'tls'],
  ['tls', 'tls'],
  ['tcp', 'tcp'],
  ['mongo', 'tcp'],
  ['mysql', 'tcp'],
  ['redis', 'tcp'],
] as const)('a port of %s carries what the mesh treats as %s', (protocol, family) => {
  const props = { port: Port.of(protocol, 7007) };
  const { value, told: findings } = declaring((report) => declarePorts(props, report));
  expect(findings).toEqual([]);
  expect(value).toMatchObject([{ name: protocol, protocol, family }]);
});

test.each(['sctp', 'HTTP', '', 'constructor', undefined])('%p is no protocol', (protocol) => {
  const got = protocol === undefined ? 'nothing' : `"${protocol}"`;
  expect(told({ port: Port.of(protocol as never, 7007) })).toEqual([
    `[shop/cart] MW0102 port: got ${got}, want one of ${PROTOCOLS.join(', ')}; name the protocol that is spoken, or tcp`,
  ]);
});

const RANGE = 'want a whole number from 1 to 65535; give the number of the port';

test.each([
  [0, '0'],
  [-7, '-7'],
  [65_536, '65536'],
  [80.5, '80.5'],
  [NaN, 'NaN'],
  ['8080' as never, '"8080"'],
  [(() => 8080) as never, 'a function'],
])('%p is no port number', (port, got) => {
  expect(told({ port })).toEqual([`[shop/cart] MW0101 port: got ${got}, ${RANGE}`]);
});

test.each([1, 65_535])('%d is a port number', (port) => {
  expect(told({ port })).toEqual([]);
});

test('a port of a factory without its number is reported', () => {
  expect(told({ ports: { api: Port.grpc(undefined as never) } })).toEqual([
    `[shop/cart] MW0101 ports.api: got nothing, ${RANGE}`,
  ]);
});

test('a port that the container listens on is reported under its own name', () => {
  expect(told({ ports: { api: Port.grpc(7007, { targetPort: 70_007 }) } })).toEqual([
    `[shop/cart] MW0101 ports.api.targetPort: got 70007, ${RANGE}`,
  ]);
});

test.each([
  [{ number: 7007 }, '{"number":7007}'],
  [null, 'null'],
])('%j is not made by Port', (port, got) => {
  expect(told({ port: port as never })).toEqual([
    `[shop/cart] MW0016 port: got ${got}, want a value made by the factories of the class that the property names; use one of its factories`,
  ]);
});

const RESERVED = '15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090';

test.each(RESERVED.split(', ').map(Number))('the container may not take %d', (port) => {
  expect(told({ port })).toEqual([
    `[shop/cart] MW0103 port: got ${port}, want a port other than ${RESERVED}; let the container listen elsewhere`,
  ]);
});

test('the Service may have the number of a port of the sidecar, which listens in the pod alone', () => {
  expect(told({ port: Port.http(15_021, { targetPort: 7007 }) })).toEqual([]);
});

const WEB = Port.of('grpc-web', 7007);

test.each([
  ['Api', Port.http(7007), 10],
  ['a_b', Port.http(7007), 10],
  ['-api', Port.http(7007), 10],
  ['a--b', Port.http(7007), 10],
  ['', Port.http(7007), 10],
  ['elevenchars', Port.http(7007), 10],
  ['seven77', WEB, 6],
])('the key %p makes no name for a port', (key, port, length) => {
  expect(told({ ports: { [key]: port } })).toEqual([
    `[shop/cart] MW0104 ports.${key}: got "${key}", want lower-case letters, digits and dashes, at most ${length} behind the protocol; shorten the key in \`ports\``,
  ]);
});

test.each([
  ['ten-chars7', Port.http(7007), 'http-ten-chars7 7007 7007'],
  ['7', Port.http(7007), 'http-7 7007 7007'],
  ['api-v2', WEB, 'grpc-web-api-v2 7007 7007'],
])('the key %p makes a name for a port', (key, port, name) => {
  expect(names({ ports: { [key]: port } })).toEqual([name]);
});

test('`port` and `ports` exclude each other', () => {
  expect(told({ port: 7007, ports: { admin: Port.http(7011) } })).toEqual([
    '[shop/cart] MW0105 ports: got both `port` and `ports`, want one of the two; move the port into `ports`',
  ]);
});

test.each([
  [
    'number',
    Port.http(7007),
    Port.tcp(7007, { targetPort: 7011 }),
    '7007 to 7011, beside 7007 to 7007',
  ],
  [
    'container port',
    Port.http(7007),
    Port.http(7011, { targetPort: 7007 }),
    '7011 to 7007, beside 7007 to 7007',
  ],
])('two ports of a service do not share a %s', (_what, a, b, got) => {
  expect(told({ ports: { a, b } })).toEqual([
    `[shop/cart] MW0106 ports.b: got ${got}, want numbers of their own; remove one, or give it another number`,
  ]);
});

test('two ports may swap their numbers behind the Service', () => {
  const a = Port.http(7007, { targetPort: 7011 });
  const b = Port.http(7011, { targetPort: 7007 });
  expect(told({ ports: { a, b } })).toEqual([]);
});

test('all that is wrong with the ports is reported together', () => {
  const ports = { a: Port.http(0), b: Port.of('sctp' as never, 7007), c: Port.tcp(15_001) };
  expect(told({ ports }).map((line) => line.split(' ')[1])).toEqual(['MW0101', 'MW0102', 'MW0103']);
});
