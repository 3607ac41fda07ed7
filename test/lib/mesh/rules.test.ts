import { Chart, Duration } from 'cdk8s';
import { Mesh, MeshNamespace, Prometheus } from '../../../constructs';
import { aService, errors, shop } from '../../support/declare';

test('one Mesh may be declared anywhere in the app', () => {
  const system = shop((chart) => {
    aService(chart, 'cart', { port: undefined });
    new Mesh(chart, 'Mesh', { prometheus: Prometheus.operator() });
  });
  expect(errors(system)).toEqual([]);
});

test('the facts of a Mesh hold for what was declared before it', () => {
  const system = shop((chart) => {
    aService(chart, 'cart').calls(aService(chart, 'ledger'));
    new Mesh(chart, 'Mesh', { deadlines: { ownTime: Duration.millis(700) } });
  });
  expect(system.calls()).toMatchObject([{ deadlineMs: 700 }]);
});

test('two Meshes that say the same are one', () => {
  const system = shop((chart) => {
    new Mesh(chart, 'Mesh', { revision: 'canary' });
    new Mesh(chart, 'Same', { revision: 'canary' });
  });
  expect(errors(system)).toEqual([]);
});

test('two Meshes that contradict each other are refused', () => {
  const system = shop((chart) => {
    new Mesh(chart, 'Mesh', { revision: 'canary' });
    new Mesh(chart, 'Other', { revision: 'stable' });
  });
  expect(errors(system)).toEqual([
    '[shop/Other] MW0604 Mesh: got facts other than those of shop/Mesh, want one set of facts for an app; keep one of them',
  ]);
});

test('two namespaces may have an owner each', () => {
  const system = shop((chart) => {
    new MeshNamespace(chart, 'namespace');
    new MeshNamespace(new Chart(chart, 'books', { namespace: 'books' }), 'namespace');
  });
  expect(errors(system)).toEqual([]);
});

test('two owners of one namespace are refused, also from different charts', () => {
  const system = shop((chart) => {
    new MeshNamespace(chart, 'namespace');
    new MeshNamespace(new Chart(chart, 'books', { namespace: 'shop' }), 'again');
  });
  expect(errors(system)).toEqual([
    '[shop/books/again] MW0605 name: got shop, as shop/namespace, want one owner; keep one of them',
  ]);
});
