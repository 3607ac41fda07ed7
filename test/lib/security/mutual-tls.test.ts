import { MutualTls } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

const OWN_PODS = { matchLabels: { 'app.kubernetes.io/name': 'payments' } };

test.each([
  ['by default', {}],
  ['when asked', { mtls: MutualTls.strict() }],
])('a service takes mutual TLS alone, %s', (_when, overrides) => {
  const system = shop((chart) => void aService(chart, 'payments', overrides));
  expect(lines(system)).toEqual([]);
  const policy = system.manifest('PeerAuthentication', 'payments');
  expect(policy.spec).toEqual({ selector: OWN_PODS, mtls: { mode: 'STRICT' } });
  expect(policy.metadata.annotations).toBeUndefined();
});

test('a service takes plain text too with a reason, which becomes an annotation', () => {
  const system = shop((chart) => {
    const mtls = MutualTls.permissive('two callers until they are migrated');
    aService(chart, 'payments', { mtls });
    aService(chart, 'orders');
  });
  expect(lines(system)).toEqual([]);
  const policy = system.manifest('PeerAuthentication', 'payments');
  expect(policy.spec).toEqual({ selector: OWN_PODS, mtls: { mode: 'PERMISSIVE' } });
  expect(policy.metadata.annotations).toEqual({
    'meshwright.dev/loosened-mtls': 'two callers until they are migrated',
  });
  expect(specOf(system, 'PeerAuthentication', 'orders').mtls).toEqual({ mode: 'STRICT' });
});

test.each([
  ['blank', '  ', '"  "'],
  ['missing, as plain JavaScript may leave it', undefined as unknown as string, '""'],
])('plain text with a reason that is %s is an error', (_what, reason, got) => {
  const system = shop((chart) => {
    aService(chart, 'payments', { mtls: MutualTls.permissive(reason) });
  });
  expect(errors(system)).toEqual([
    `[shop/payments] MW0009 mtls: got ${got}, want a reason that a reader of the manifest ` +
      'understands; say why the default is given up',
  ]);
});

test('a mode that is given as text is an error', () => {
  const system = shop((chart) => {
    aService(chart, 'payments', { mtls: 'PERMISSIVE' as unknown as MutualTls });
  });
  expect(errors(system)).toEqual([
    '[shop/payments] MW0016 mtls: got "PERMISSIVE", want a value made by the factories of the class ' +
      'that the property names; use one of its factories',
  ]);
});
