import { Duration } from 'cdk8s';
import { Scale, Workload, type MeshProps, type ResilientServiceProps } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, has, only, shop } from '../../support/declare';
import { podOf, templateOf, workloadOf } from '../../support/pods';

function job(props: ResilientServiceProps = {}, mesh?: MeshProps): DeclaredSystem {
  const declared = { port: undefined, workload: Workload.job(), ...props };
  return shop((chart) => aService(chart, 'import', declared), mesh);
}

test('a job is a Job of its own name, whose pods are not started again', () => {
  const manifest = only(job().manifests(), 'Job', 'import');
  expect(manifest.apiVersion).toBe('batch/v1');
  expect(podOf(manifest).restartPolicy).toBe('Never');
});

test('only a job says when its pods are started again', () => {
  expect(podOf(workloadOf())).not.toHaveProperty('restartPolicy');
});

test('Kubernetes decides how often a job fails before it is given up, unless it is said', () => {
  expect(only(job().manifests(), 'Job').spec).not.toHaveProperty('backoffLimit');
  const given = job({ workload: Workload.job({ backoffLimit: 0 }) });
  expect(only(given.manifests(), 'Job').spec).toHaveProperty('backoffLimit', 0);
});

test.each([-1, 1.5, NaN])('a job is not given up after %p failures', (backoffLimit) => {
  expect(errors(job({ workload: Workload.job({ backoffLimit }) }))).toEqual([
    `[shop/import] MW0018 workload.backoffLimit: got ${backoffLimit}, want a whole number of at least 0; give such a number`,
  ]);
});

test('a job has nothing that keeps pods running: no selector, spread, Service, scaler or budget', () => {
  const manifests = job({ scale: Scale.between(3, 7) }).manifests();
  expect(Object.keys(only(manifests, 'Job').spec ?? {})).toEqual(['template']);
  expect(podOf(only(manifests, 'Job'))).not.toHaveProperty('topologySpreadConstraints');
  for (const kind of ['Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']) {
    expect(has(manifests, kind)).toBe(false);
  }
});

test('the pods of a job are in the mesh, so that it may call what it declares', () => {
  expect(templateOf(only(job().manifests(), 'Job')).metadata?.labels).toMatchObject({
    'sidecar.istio.io/inject': 'true',
  });
  const system = shop((chart) => {
    const importer = aService(chart, 'import', { port: undefined, workload: Workload.job() });
    importer.calls(aService(chart, 'ledger'), { timeout: Duration.seconds(7) });
  });
  expect(errors(system)).toEqual([]);
});

test('nobody can call a job', () => {
  expect(errors(job({ port: 7007 }))).toEqual([
    '[shop/import] MW0121 port: got http on 7007, want no port: nobody can call a job; remove the port, or make it a deployment',
  ]);
});

test('a job has one version', () => {
  const image = 'ghcr.io/acme/import:1.2.3';
  const versions = { v1: { image, weight: 89 }, v2: { image, weight: 11 } };
  const declared = { port: undefined, workload: Workload.job(), versions };
  expect(errors(shop((chart) => aService(chart, 'import', declared)))).toEqual([
    '[shop/import] MW0122 versions: got 2 versions, want one `image`; use Workload.deployment, or one service a version',
  ]);
});

test('a job would never end beside a classic sidecar', () => {
  expect(errors(job({}, { sidecars: 'classic' }))).toEqual([
    '[shop/import] MW0123 workload: got a job, and classic sidecars, want native sidecars; set `sidecars` of the Mesh to native',
  ]);
  expect(errors(job({}, { sidecars: 'native' }))).toEqual([]);
});

test('a Deployment runs beside a classic sidecar', () => {
  expect(errors(shop((chart) => aService(chart, 'cart'), { sidecars: 'classic' }))).toEqual([]);
});
