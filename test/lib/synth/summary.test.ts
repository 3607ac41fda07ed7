import type { Finding } from '../../../lib/findings/finding';
import { loosenings, summaryText } from '../../../lib/synth/summary';

const QUIET = { folder: 'dist', files: ['shop.k8s.yaml'], objects: 0, loosened: [], findings: [] };

function finding(level: Finding['level']): Finding {
  return {
    code: 'MW0508',
    level,
    path: 'shop/door',
    prop: 'routes',
    got: 'none',
    want: 'at least one route',
    fix: 'add routes(…), or remove the gateway',
  };
}

test('the summary says what was written where', () => {
  expect(
    summaryText({
      folder: 'dist/manifests',
      files: ['books.k8s.yaml', 'shop.k8s.yaml'],
      objects: 2,
      loosened: [],
      findings: [],
    }),
  ).toBe('dist/manifests: 2 objects in books.k8s.yaml, shop.k8s.yaml\n');
});

test('each safe default that is given up is listed with its reason', () => {
  const annotations = {
    'meshwright.dev/loosened-root-user': 'installs packages: "apt"',
    'acme.example/note': 'not a loosening',
    'meshwright.dev/loosened-writable-root': 'caches beside its code',
  };
  const loosened = loosenings({ kind: 'Deployment', metadata: { name: 'cart-v1', annotations } });
  expect(summaryText({ ...QUIET, objects: 1, loosened })).toBe(
    [
      'dist: 1 object in shop.k8s.yaml',
      '  loosened root-user of Deployment cart-v1: installs packages: "apt"',
      '  loosened writable-root of Deployment cart-v1: caches beside its code',
      '',
    ].join('\n'),
  );
});

test('each warning is listed, and information is left to reports', () => {
  const findings = [finding('info'), finding('warning')];
  expect(summaryText({ ...QUIET, findings })).toBe(
    [
      'dist: 0 objects in shop.k8s.yaml',
      '  warning [shop/door] MW0508 routes: got none, want at least one route; add routes(…), or remove the gateway',
      '',
    ].join('\n'),
  );
});

test('many files are counted, not named', () => {
  const files = Array.from({ length: 21 }, (_, i) => `c${i}.k8s.yaml`);
  expect(summaryText({ ...QUIET, files, objects: 315 })).toBe('dist: 315 objects in 21 files\n');
});
