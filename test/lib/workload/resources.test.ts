import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-27';
import type { ResourceProps } from '../../../constructs';
import { declareResources } from '../../../lib/workload/declare-container';
import { declaring } from '../../support/declaring';
import { containerOf, templateOf, workloadOf } from '../../support/pods';

function rendered(resources: ResourceProps): unknown {
  return containerOf(workloadOf({ resources })).resources;
}

test('a container requests 100m CPU and 256Mi memory, and gets no more memory than that', () => {
  expect(containerOf(workloadOf()).resources).toEqual({
    requests: { cpu: '100m', memory: '256Mi' },
    limits: { memory: '256Mi' },
  });
});

test.each<[string, ResourceProps, object]>([
  [
    'a requested CPU leaves memory alone',
    { cpu: { request: '700m' } },
    { requests: { cpu: '700m', memory: '256Mi' }, limits: { memory: '256Mi' } },
  ],
  [
    'a limit of CPU is requested too',
    { cpu: { limit: '1.3' } },
    { requests: { cpu: '1.3', memory: '256Mi' }, limits: { cpu: '1.3', memory: '256Mi' } },
  ],
  [
    'a requested memory is the limit too',
    { memory: { request: '700Mi' } },
    { requests: { cpu: '100m', memory: '700Mi' }, limits: { memory: '700Mi' } },
  ],
  [
    'a limit of memory is requested too',
    { memory: { limit: '11Mi' } },
    { requests: { cpu: '100m', memory: '11Mi' }, limits: { memory: '11Mi' } },
  ],
  [
    'request and limit may differ',
    { cpu: { request: '70m', limit: '1100m' }, memory: { request: '7Mi', limit: '13Mi' } },
    { requests: { cpu: '70m', memory: '7Mi' }, limits: { cpu: '1100m', memory: '13Mi' } },
  ],
  [
    'quantities of cdk8s and cdk8s-plus are written in the notation of Kubernetes',
    {
      cpu: { request: Cpu.millis(70), limit: Cpu.units(1.3) },
      memory: { request: Size.mebibytes(7), limit: Size.gibibytes(1.5) },
    },
    { requests: { cpu: '70m', memory: '7Mi' }, limits: { cpu: '1.3', memory: '1.5Gi' } },
  ],
])('%s', (_rule, resources, expected) => {
  expect(rendered(resources)).toEqual(expected);
});

test('the sidecar keeps what the injector gives it', () => {
  const { metadata } = templateOf(workloadOf());
  const keys = Object.keys(metadata?.annotations ?? {});
  expect(keys.filter((key) => key.startsWith('sidecar.istio.io/proxy'))).toEqual([]);
});

test('the sidecar gets what was said, and nothing that was not', () => {
  const sidecarResources = {
    cpu: { request: '70m', limit: '1100m' },
    memory: { request: Size.mebibytes(13) },
  };
  const { metadata } = templateOf(workloadOf({ sidecarResources }));
  expect(metadata?.annotations).toMatchObject({
    'sidecar.istio.io/proxyCPU': '70m',
    'sidecar.istio.io/proxyCPULimit': '1100m',
    'sidecar.istio.io/proxyMemory': '13Mi',
  });
  expect(metadata?.annotations).not.toHaveProperty(['sidecar.istio.io/proxyMemoryLimit']);
});

const QUANTITY =
  'want a quantity such as 250m, 1.5, 64Mi or 2Gi; write it in that notation, or use Cpu and Size';

test.each([
  ['64MB', '"64MB"'],
  ['64 Mi', '"64 Mi"'],
  ['-7Mi', '"-7Mi"'],
  ['', '""'],
  [700, '700'],
  [null, 'null'],
  [{ amount: 'plenty' }, '"plenty"'],
  [() => '7Mi', 'a function'],
])('%p is no quantity', (value, got) => {
  const resources = { memory: { limit: value as string } };
  expect(declaring((report) => declareResources(report, 'resources', resources)).told).toEqual([
    `[shop/cart] MW0008 resources.memory.limit: got ${got}, ${QUANTITY}`,
  ]);
});

test('every quantity that is wrong is reported', () => {
  const pair = { request: 'some', limit: 'more' };
  const { told } = declaring((report) =>
    declareResources(report, 'sidecarResources', { cpu: pair, memory: pair }),
  );
  const places = ['cpu.request: got "some"', 'cpu.limit: got "more"'];
  const all = [...places, ...places.map((place) => place.replace('cpu', 'memory'))];
  expect(told).toEqual(
    all.map((place) => `[shop/cart] MW0008 sidecarResources.${place}, ${QUANTITY}`),
  );
});

test.each<[string, ResourceProps, string, string]>([
  ['cpu', { cpu: { request: '1.3', limit: '700m' } }, '1.3', '700m'],
  ['cpu', { cpu: { request: '701m', limit: '0.7' } }, '701m', '0.7'],
  ['memory', { memory: { request: '1Gi', limit: '1G' } }, '1Gi', '1G'],
  ['memory', { memory: { request: '7Mi', limit: '7000k' } }, '7Mi', '7000k'],
  ['memory', { memory: { request: '8', limit: '7' } }, '8', '7'],
  ['memory', { memory: { request: Size.gibibytes(7), limit: Size.mebibytes(7) } }, '7Gi', '7Mi'],
])('no more %s is requested than the limit: %j', (resource, resources, request, limit) => {
  expect(declaring((report) => declareResources(report, 'resources', resources)).told).toEqual([
    `[shop/cart] MW0126 resources.${resource}.request: got ${request}, want a request of at most the limit, ${limit}; lower the request or raise the limit`,
  ]);
});

test.each<ResourceProps>([
  { cpu: { request: '700m', limit: '0.7' } },
  { cpu: { request: '70m', limit: '0.071' } },
  { memory: { request: '1G', limit: '1Gi' } },
  { memory: { request: '1023Mi', limit: '1Gi' } },
  { memory: { request: '7000k', limit: '7M' } },
])('as much may be requested as the limit admits: %j', (resources) => {
  expect(declaring((report) => declareResources(report, 'resources', resources)).told).toEqual([]);
});
