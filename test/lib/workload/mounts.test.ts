import { Size } from 'cdk8s';
import { ConfigMap, PersistentVolumeClaim, Volume } from 'cdk8s-plus-27';
import { Mount, Workload, type ResilientServiceProps } from '../../../constructs';
import { aService, errors, only, shop } from '../../support/declare';
import { containerOf, podOf, workloadOf } from '../../support/pods';

function refused(props: ResilientServiceProps): string[] {
  return errors(shop((chart) => aService(chart, 'cart', props)));
}

test('without mounts there are no volumes', () => {
  const workload = workloadOf();
  expect(podOf(workload)).not.toHaveProperty('volumes');
  expect(containerOf(workload)).not.toHaveProperty('volumeMounts');
});

test.each([
  ['an empty directory', Mount.emptyDir('/tmp'), { emptyDir: {} }],
  [
    'an empty directory in memory',
    Mount.emptyDir('/tmp', { medium: 'memory', sizeLimit: Size.mebibytes(7) }),
    { emptyDir: { medium: 'Memory', sizeLimit: '7Mi' } },
  ],
  [
    'an empty directory on disk',
    Mount.emptyDir('/tmp', { medium: 'disk', sizeLimit: Size.gibibytes(11) }),
    { emptyDir: { sizeLimit: '11Gi' } },
  ],
  ['a claim', Mount.claim('/tmp', 'books'), { persistentVolumeClaim: { claimName: 'books' } }],
])('%s is mounted to be written to', (_what, mount, source) => {
  const workload = workloadOf({ mounts: [mount] });
  expect(podOf(workload).volumes).toEqual([{ name: 'tmp', ...source }]);
  expect(containerOf(workload).volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
});

test.each([
  ['a ConfigMap', Mount.configMap('/etc/cart', 'cart'), { configMap: { name: 'cart' } }],
  ['a Secret', Mount.secret('/etc/cart', 'cart'), { secret: { secretName: 'cart' } }],
])('%s is mounted to be read', (_what, mount, source) => {
  const workload = workloadOf({ mounts: [mount] });
  expect(podOf(workload).volumes).toEqual([{ name: 'etc-cart', ...source }]);
  expect(containerOf(workload).volumeMounts).toEqual([
    { name: 'etc-cart', mountPath: '/etc/cart', readOnly: true },
  ]);
});

test('objects and volumes of cdk8s-plus are mounted', () => {
  const system = shop((chart) => {
    const config = new ConfigMap(chart, 'Config', { metadata: { name: 'cart' } });
    const claim = PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'books');
    aService(chart, 'cart', {
      mounts: [
        Mount.configMap('/etc/cart', config),
        Mount.volume('/books', Volume.fromPersistentVolumeClaim(chart, 'Books', claim)),
      ],
    });
  });
  expect(podOf(only(system.manifests(), 'Deployment')).volumes).toEqual([
    { name: 'books', persistentVolumeClaim: { claimName: 'books', readOnly: false } },
    { name: 'etc-cart', configMap: { name: 'cart' } },
  ]);
});

test('mounts come by path, whatever the order they are written in', () => {
  const [a, b] = [Mount.emptyDir('/a'), Mount.emptyDir('/b')];
  expect(workloadOf({ mounts: [b, a] })).toEqual(workloadOf({ mounts: [a, b] }));
});

test.each([
  ['/', 'root'],
  ['/Var/lib/App_7.d/', 'var-lib-app-7-d'],
  [`/${'a'.repeat(70)}`, 'a'.repeat(63)],
  [`/${'a'.repeat(62)}/b`, 'a'.repeat(62)],
])('the volume of %s gets a name that Kubernetes takes', (path, name) => {
  const workload = workloadOf({ mounts: [Mount.emptyDir(path)] });
  expect(podOf(workload).volumes).toMatchObject([{ name }]);
});

const PATH = 'want a path that begins with /; write the path from the root';

test.each([
  ['tmp', '"tmp"'],
  ['', '""'],
  [undefined, 'nothing'],
])('%p is no path to mount at', (path, got) => {
  expect(refused({ mounts: [Mount.emptyDir(path as string)] })).toEqual([
    `[shop/cart] MW0015 mounts[0]: got ${got}, ${PATH}`,
  ]);
});

const NAME =
  'want lower-case letters, digits, dashes and dots, at most 253; give the name of the object';

test.each([
  ['ConfigMap', Mount.configMap('/a', 'My Config'), '"My Config"'],
  ['Secret', Mount.secret('/a', undefined as never), 'nothing'],
])('a mounted %s is named', (_what, mount, got) => {
  expect(refused({ mounts: [mount] })).toEqual([
    `[shop/cart] MW0013 mounts[0]: got ${got}, ${NAME}`,
  ]);
});

const INSTANCE =
  'want a value made by the factories of the class that the property names; use one of its factories';

test.each([
  ['something else', { path: '/a' } as never, '{"path":"/a"}'],
  ['no volume', Mount.volume('/a', undefined as never), 'nothing'],
  ['a volume of its own kind', Mount.volume('/a', { emptyDir: {} } as never), '{"emptyDir":{}}'],
])('%s is not mounted', (_what, mount, got) => {
  expect(refused({ mounts: [mount] })).toEqual([
    `[shop/cart] MW0016 mounts[0]: got ${got}, ${INSTANCE}`,
  ]);
});

const SHARED = 'want a path of its own for each mount; remove one of them, or mount it elsewhere';

test.each([
  ['path', Mount.emptyDir('/tmp'), Mount.configMap('/tmp', 'cart'), '/tmp'],
  ['volume name', Mount.emptyDir('/var/lib'), Mount.emptyDir('/var-lib'), '/var/lib'],
])('two mounts do not share a %s', (_what, one, other, path) => {
  expect(refused({ mounts: [one, other] })).toEqual([
    `[shop/cart] MW0116 mounts: got "${path}", ${SHARED}`,
  ]);
});

test('one ConfigMap may be mounted in two places', () => {
  const mounts = [Mount.configMap('/a', 'cart'), Mount.configMap('/b', 'cart')];
  expect(refused({ mounts })).toEqual([]);
});

const size = Size.gibibytes(7);

test.each([
  ['path', { books: { mountPath: '/data', size } }, 'mounts: got "/data"'],
  ['volume name', { data: { mountPath: '/books', size } }, 'mounts: got "/data"'],
])('a mount does not share the %s of a claim', (_what, claims, text) => {
  const workload = Workload.stateful({ claims });
  expect(refused({ workload, mounts: [Mount.emptyDir('/data')] })).toEqual([
    `[shop/cart] MW0116 ${text}, ${SHARED}`,
  ]);
});

test('two claims do not share a path', () => {
  const claims = { a: { mountPath: '/data', size }, b: { mountPath: '/data', size } };
  expect(refused({ workload: Workload.stateful({ claims }) })).toEqual([
    `[shop/cart] MW0116 workload.claims.b: got "/data", ${SHARED}`,
  ]);
});

test('claims and mounts beside each other are right', () => {
  const workload = Workload.stateful({ claims: { data: { mountPath: '/data', size } } });
  expect(refused({ workload, mounts: [Mount.emptyDir('/tmp')] })).toEqual([]);
});
