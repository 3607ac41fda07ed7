import { Scale, Workload } from '../../../constructs';
import { declareScale } from '../../../lib/workload/declare-versions';
import { planScale } from '../../../lib/workload/replicas';
import { declaring } from '../../support/declaring';

const deployment = { kind: 'deployment', scale: undefined } as const;

test('three replicas run where nobody says how many', () => {
  expect(planScale(deployment, { scale: undefined })).toEqual({
    min: 3,
    max: 3,
    targets: undefined,
  });
});

test('a fixed number is the smallest and the largest', () => {
  expect(planScale(deployment, { scale: Scale.fixed(7) })).toEqual({
    min: 7,
    max: 7,
    targets: undefined,
  });
});

test('an autoscaler aims at 70 % CPU where nobody says at what', () => {
  expect(planScale(deployment, { scale: Scale.between(7, 11) })).toEqual({
    min: 7,
    max: 11,
    targets: { cpuPercent: 70 },
  });
});

test.each([[{ cpuPercent: 61 }], [{ memoryPercent: 83 }], [{ cpuPercent: 61, memoryPercent: 83 }]])(
  'an autoscaler aims at what was said and nothing else: %j',
  (targets) => {
    expect(planScale(deployment, { scale: Scale.between(7, 11, targets) }).targets).toEqual(
      targets,
    );
  },
);

test('the scale of a version goes before that of the service', () => {
  const workload = { kind: 'deployment', scale: Scale.fixed(7) } as const;
  expect(planScale(workload, { scale: Scale.fixed(11) }).min).toBe(11);
  expect(planScale(workload, { scale: undefined }).min).toBe(7);
});

test('a job is one pod', () => {
  const { kind } = Workload.job();
  expect(planScale({ kind, scale: undefined }, { scale: undefined })).toEqual({
    min: 1,
    max: 1,
    targets: undefined,
  });
});

function told(scale: unknown): readonly string[] {
  return declaring((report) => declareScale(report, 'scale', scale as Scale)).told;
}

test.each([Scale.fixed(1), Scale.fixed(700), Scale.between(1, 2), Scale.between(3, 700)])(
  '%j is a scale',
  (scale) => {
    expect(told(scale)).toEqual([]);
  },
);

const COUNT = 'want a whole number of at least 1; give such a number';

test.each([
  [Scale.between(0, 7), '0'],
  [Scale.between(-7, 7), '-7'],
  [Scale.between(1.5, 7), '1.5'],
  [Scale.between(3, NaN), 'NaN'],
  [Scale.between(3, undefined as never), 'nothing'],
  [Scale.between('3' as never, 7), '"3"'],
])('the bounds of %j are not both counts', (scale, got) => {
  expect(told(scale)).toEqual([`[shop/cart] MW0002 scale: got ${got}, ${COUNT}`]);
});

test.each([
  [Scale.between(7, 3), '7 to 3'],
  [Scale.between(7, 7), '7 to 7'],
])('the bounds of %j leave an autoscaler nothing to decide', (scale, got) => {
  expect(told(scale)).toEqual([
    `[shop/cart] MW0112 scale: got ${got}, want a smallest number below the largest; swap or widen the bounds, or use Scale.fixed`,
  ]);
});

test.each([
  ['cpuPercent', 0, '0'],
  ['cpuPercent', 130, '130'],
  ['memoryPercent', 66.6, '66.6'],
  ['memoryPercent', '67', '"67"'],
])('a %s of %p is no percentage', (name, value, got) => {
  expect(told(Scale.between(3, 7, { [name]: value as number }))).toEqual([
    `[shop/cart] MW0004 scale.${name}: got ${got}, want a whole number from 1 to 100; give such a number`,
  ]);
});

test('a target that is undefined is one that was not given', () => {
  expect(told(Scale.between(3, 7, { cpuPercent: undefined, memoryPercent: 83 }))).toEqual([]);
});
