import { Chart, Duration } from 'cdk8s';
import {
  Caller,
  Identity,
  MutualTls,
  Operation,
  PodHardening,
  ResilientService,
  ServiceReference,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { specOf } from '../lib/rendered';
import { asked, program } from './program';

describe('ends in different repositories', () => {
  const caller = program((_, app) => {
    const web = new Chart(app, 'web', { namespace: 'web' });
    const orders = new ResilientService(web, 'orders', { image: 'orders:2', port: 8080 });
    const payments = ServiceReference.of(web, 'payments', {
      host: 'payments.shop.svc.cluster.local',
      port: 8080,
      identity: Identity.of('shop', 'payments'),
    });
    orders.calls(payments, { timeout: Duration.seconds(2) });
  });
  const callee = program((shop) => {
    const payments = new ResilientService(shop, 'payments', {
      image: 'ghcr.io/acme/payments:1.4.2',
      port: 8080,
      operations: { charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }) },
    });
    payments.permits(Caller.identity('web', 'orders'), {
      operations: [payments.operations.charge],
      timeout: Duration.seconds(2),
    });
  });
  const charge = { method: 'POST', path: '/charges' };

  test('fit together where both are applied', () => {
    expect(asked([caller, callee], 'web/orders-v1', 'payments', charge)).toMatchObject({
      allowed: true,
      route: { name: 'web.orders.charge.without-key', timeout: '2s' },
    });
  });

  test('let through what both permit, and no more', () => {
    const other = { method: 'GET', path: '/charges' };
    expect(asked([caller, callee], 'web/orders-v1', 'payments', other)).toMatchObject({
      sidecarScope: true,
      authorization: false,
    });
  });

  test('yield each its own half', () => {
    const kinds = (system: DeclaredSystem, name: string): string[] =>
      system
        .manifests()
        .filter(({ metadata }) => metadata.name === name)
        .map(({ kind }) => kind);
    expect(kinds(caller, 'payments')).toEqual([]);
    expect(kinds(callee, 'orders')).toEqual([]);
  });
});

describe('loosened, aloud', () => {
  const system = program((shop) => {
    new ResilientService(shop, 'legacy', {
      image: 'ghcr.io/acme/legacy:7',
      port: 8080,
      mtls: MutualTls.permissive('two callers outside the mesh until they are migrated'),
      pod: PodHardening.writableRoot('writes its PID file to /run'),
    });
  });

  test('gives up what it says, and nothing beside it', () => {
    expect(specOf(system, 'PeerAuthentication', 'legacy').mtls).toEqual({ mode: 'PERMISSIVE' });
    const { template } = specOf(system, 'Deployment', 'legacy-v1');
    expect(template.spec?.containers[0]?.securityContext).toMatchObject({
      readOnlyRootFilesystem: false,
      allowPrivilegeEscalation: false,
    });
    expect(template.spec?.securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('says why on what is loosened', () => {
    const reasons = (kind: string, name: string): unknown =>
      system.manifest(kind, name).metadata.annotations;
    expect(reasons('PeerAuthentication', 'legacy')).toEqual({
      'meshwright.dev/loosened-mtls': 'two callers outside the mesh until they are migrated',
    });
    expect(reasons('Deployment', 'legacy-v1')).toEqual({
      'meshwright.dev/loosened-writable-root': 'writes its PID file to /run',
    });
  });
});
