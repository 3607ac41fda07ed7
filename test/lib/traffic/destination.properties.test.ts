import { ejectionPercent } from '../../../lib/traffic/plan-destination';

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

test('it is a whole percentage, as Istio takes it', () => {
  expect(SIZES.filter((size) => !Number.isInteger(ejectionPercent(size)))).toEqual([]);
});
