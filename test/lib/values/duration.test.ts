import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { istioDuration, readDuration, secondsUp } from '../../../lib/values/duration';
import { declaring, type Declared } from '../../support/declaring';

function reading(value: unknown): Declared<number | undefined> {
  return declaring((report) => readDuration(report, 'timeout', value as Duration));
}

test.each([
  [Duration.millis(1), 1],
  [Duration.millis(700), 700],
  [Duration.seconds(11), 11_000],
  [Duration.minutes(13), 780_000],
  [Duration.seconds(0.5), 500],
])('a duration of whole milliseconds is taken: %s', (duration, ms) => {
  expect(reading(duration)).toEqual({ value: ms, told: [] });
});

test.each([1.001, 1.005, 4.1, 7.007, 13.013])(
  '%d s are whole milliseconds, however the multiplication rounds',
  (seconds) => {
    expect(reading(Duration.seconds(seconds))).toEqual({
      value: Math.round(seconds * 1000),
      told: [],
    });
  },
);

test('a duration of another copy of cdk8s is taken by its shape', () => {
  expect(reading({ toMilliseconds: () => 1300 })).toEqual({ value: 1300, told: [] });
});

test('a duration that is not given is nothing to report', () => {
  expect(reading(undefined)).toEqual({ value: undefined, told: [] });
});

test.each([
  ['half a millisecond', Duration.millis(0.5), '0.5ms'],
  ['a fraction above one', Duration.millis(7.25), '7.25ms'],
  ['zero', Duration.millis(0), '0ms'],
  ['no number', Duration.millis(NaN), 'NaNms'],
  ['infinity', Duration.millis(Infinity), 'Infinityms'],
  ['a bare number', 700, '700'],
  ['a text', '7s', '"7s"'],
  ['null', null, 'null'],
  ['a function', () => Duration.seconds(7), 'a function'],
])('Istio refuses %s as a duration, and so do we', (_what, value, got) => {
  expect(reading(value)).toEqual({
    value: undefined,
    told: [
      `[shop/cart] MW0003 timeout: got ${got}, want a Duration of whole milliseconds, at least 1ms; use Duration.millis or a larger unit`,
    ],
  });
});

test.each([
  [1, '1ms'],
  [999, '999ms'],
  [1000, '1s'],
  [1001, '1001ms'],
  [7_000, '7s'],
  [780_000, '780s'],
])('%d ms are written in the largest unit that keeps them whole', (ms, text) => {
  expect(istioDuration(ms)).toBe(text);
});

test('a duration in the notation of Istio is always the duration it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_400_000 }), (ms) => {
      const [, amount, unit] = /^(\d+)(ms|s)$/.exec(istioDuration(ms)) ?? [];
      expect(Number(amount) * (unit === 's' ? 1000 : 1)).toBe(ms);
    }),
  );
});

test.each([
  [0, 0],
  [1, 1],
  [1000, 1],
  [1001, 2],
  [6_700, 7],
])('%d ms fit into %d whole seconds', (ms, seconds) => {
  expect(secondsUp(ms)).toBe(seconds);
});
