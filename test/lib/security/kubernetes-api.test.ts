import { PodHardening } from '../../../constructs';
import { aService, shop } from '../../support/declare';
import { specOf } from '../rendered';

const API = 'default/kubernetes.default.svc.cluster.local';
const PORTS = [
  { protocol: 'TCP', port: 443 },
  { protocol: 'TCP', port: 6443 },
];

function renderedWith(pod: PodHardening[]) {
  const system = shop((chart) => aService(chart, 'operator', { pod }));
  const { egress = [] } = specOf(system, 'NetworkPolicy', 'operator');
  return {
    hosts: specOf(system, 'Sidecar', 'operator').egress?.[0]?.hosts,
    ports: egress.map(({ ports }) => ports),
  };
}

test('a program with a token of its service account reaches the Kubernetes API', () => {
  const { hosts, ports } = renderedWith([PodHardening.serviceAccountToken('watches ConfigMaps')]);
  expect(hosts).toEqual([API]);
  expect(ports).toContainEqual(PORTS);
});

test('a program without a token does not', () => {
  const { hosts, ports } = renderedWith([PodHardening.writableRoot('writes its PID')]);
  expect(hosts).toEqual(['~/*']);
  expect(ports).not.toContainEqual(PORTS);
});
