import { ejectionPercent as percentOf } from '../../../lib/traffic/plan-ejection';

function ejectionPercent(replicas: number, places?: number): number | undefined {
  const groupOf = places === undefined ? undefined : (pods: number) => Math.ceil(pods / places);
  return percentOf({ minReplicas: replicas, maxReplicas: replicas, groupOf });
}

/** Envoy ejects the k-th of `hosts` only if 100 k / hosts is at most the percentage. */
function ejectable(hosts: number, percent: number): number {
  return Math.floor((hosts * percent) / 100);
}

const SIZES = Array.from({ length: 199 }, (_, index) => index + 2);

test.each([
  [2, 50],
  [3, 50],
  [4, 34],
  [7, 34],
  [13, 34],
  [200, 34],
])('of %i pods %i in a hundred may be ejected', (replicas, percent) => {
  expect(ejectionPercent(replicas)).toBe(percent);
});

test.each([
  [3, 3, 50],
  [4, 3, 67],
  [6, 3, 40],
  [7, 3, 50],
  [9, 3, 38],
  [12, 3, 37],
  [6, 2, 60],
])('of %i pods in %i zones %i in a hundred may be ejected', (replicas, zones, percent) => {
  expect(ejectionPercent(replicas, zones)).toBe(percent);
});

test.each([0, 1])('of %i pods none may be ejected', (replicas) => {
  expect(ejectionPercent(replicas)).toBeUndefined();
});

test('at least one pod may always be ejected, and never all: from 2 to 200', () => {
  const wrong = SIZES.filter((size) => {
    const out = ejectable(size, ejectionPercent(size) ?? 0);
    return out < 1 || out > size - 1;
  });
  expect(wrong).toEqual([]);
});

test('at least one may be ejected while another is down, and one is still left: from 3 to 200', () => {
  const wrong = SIZES.filter((size) => size >= 3).filter((size) => {
    const present = size - 1;
    const out = ejectable(present, ejectionPercent(size) ?? 0);
    return out < 1 || out > present - 1;
  });
  expect(wrong).toEqual([]);
});

test('however many an autoscaler adds, the percentage of the least never ejects all', () => {
  const wrong = SIZES.filter((least) =>
    SIZES.some((size) => size >= least && ejectable(size, ejectionPercent(least) ?? 0) >= size),
  );
  expect(wrong).toEqual([]);
});

test.each([2, 3, 4])(
  'the pods of one of %i zones may all be ejected, and never all: from 2 to 200',
  (zones) => {
    const wrong = SIZES.filter((size) => {
      const out = ejectable(size, ejectionPercent(size, zones) ?? 0);
      return out < Math.min(Math.ceil(size / zones), size - 1) || out > size - 1;
    });
    expect(wrong).toEqual([]);
  },
);

test.each([2, 3, 4])(
  'the pods of one of %i zones may all be ejected while one of another zone is down, and one is left',
  (zones) => {
    const wrong = SIZES.filter((size) => size >= 3).filter((size) => {
      const present = size - 1;
      const out = ejectable(present, ejectionPercent(size, zones) ?? 0);
      return out < Math.min(Math.ceil(size / zones), present - 1) || out > present - 1;
    });
    expect(wrong).toEqual([]);
  },
);

test('between an autoscaler’s bounds a zone may be ejected at any size', () => {
  const zones = 3;
  const percent = percentOf({
    minReplicas: 4,
    maxReplicas: 97,
    groupOf: (pods) => Math.ceil(pods / zones),
  });
  const sizes = SIZES.filter((size) => size >= 3 && size <= 97);
  expect(sizes.filter((size) => ejectable(size, percent ?? 0) < Math.ceil(size / zones))).toEqual(
    [],
  );
  expect(sizes.filter((size) => ejectable(size, percent ?? 0) >= size)).toEqual([]);
});

test('it is a whole percentage, as Istio takes it', () => {
  expect(SIZES.filter((size) => !Number.isInteger(ejectionPercent(size)))).toEqual([]);
});
