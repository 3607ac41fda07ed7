import type { Chart } from 'cdk8s';
import { Mesh, MeshNamespace, PodHardening } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

function loosened(pod: readonly PodHardening[]) {
  return (chart: Chart): void => {
    new Mesh(chart, 'mesh', { redirection: 'cni' });
    new MeshNamespace(chart, 'namespace');
    aService(chart, 'orders', { pod });
  };
}

test('a pod that its namespace would refuse is reported', () => {
  const pod = [
    PodHardening.rootUser('binds port 80'),
    PodHardening.capability('SYS_TIME', 'sets the clock'),
  ];
  const standard = 'want the restricted pod security standard, which the namespace enforces';
  const remedy =
    'remove it from `pod`, or move the service to a chart whose namespace has no MeshNamespace';
  expect(lines(shop(loosened(pod)))).toEqual([
    `[shop/orders] MW0303 pod: got SYS_TIME, ${standard}; ${remedy}`,
    `[shop/orders] MW0303 pod: got root-user, ${standard}; ${remedy}`,
  ]);
});

test('what the restricted standard admits is no finding in a namespace that enforces it', () => {
  const pod = [
    PodHardening.writableRoot('writes its PID'),
    PodHardening.serviceAccountToken('watches its ConfigMap'),
    PodHardening.capability('NET_BIND_SERVICE', 'listens on 80'),
  ];
  expect(lines(shop(loosened(pod)))).toEqual([]);
});

test('a namespace that does not enforce the standard takes any pod', () => {
  const build = (chart: Chart): void => {
    new MeshNamespace(chart, 'namespace');
    aService(chart, 'orders', { pod: PodHardening.rootUser('binds port 80') });
  };
  expect(lines(shop(build))).toEqual([]);
});
