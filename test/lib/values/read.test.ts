import { Port, Scale } from '../../../constructs';
import {
  anyText,
  dnsLabel,
  instance,
  labelKey,
  labelValue,
  oneOf,
  portNumber,
  read,
  readList,
  readMap,
  readNamed,
  readObject,
  readRequired,
} from '../../../lib/values/read';
import { declaring } from '../../support/declaring';

const PORT = 'want a whole number from 1 to 65535; give the number of the port';

test('a value that is what is expected is taken without a word', () => {
  expect(declaring((report) => read(report, portNumber, ['port', 7007]))).toEqual({
    value: 7007,
    told: [],
  });
});

test('a value that is not given is nothing to report', () => {
  expect(declaring((report) => read(report, portNumber, ['port', undefined]))).toEqual({
    value: undefined,
    told: [],
  });
});

test('a value that is not what is expected is reported under the name that was typed, and left out', () => {
  expect(declaring((report) => read(report, portNumber, ['ports.api', 70_007]))).toEqual({
    value: undefined,
    told: [`[shop/cart] MW0101 ports.api: got 70007, ${PORT}`],
  });
});

test('a value that must be there is reported where it is not', () => {
  expect(declaring((report) => readRequired(report, portNumber, ['port', undefined]))).toEqual({
    value: undefined,
    told: [`[shop/cart] MW0101 port: got nothing, ${PORT}`],
  });
});

test('a value that must be there and is wrong is reported once', () => {
  expect(declaring((report) => readRequired(report, portNumber, ['port', 0])).told).toEqual([
    `[shop/cart] MW0101 port: got 0, ${PORT}`,
  ]);
});

test('a value that must be there and is right is taken without a word', () => {
  expect(declaring((report) => readRequired(report, portNumber, ['port', 7007]))).toEqual({
    value: 7007,
    told: [],
  });
});

test('an instance of the class that belongs there is taken', () => {
  const scale = Scale.fixed(7);
  const { value, told } = declaring((report) => read(report, instance(Scale), ['scale', scale]));
  expect(value).toBe(scale);
  expect(told).toEqual([]);
});

test.each([
  ['an instance of another class', Port.http(7007), 'a Port'],
  ['an object of the same shape', { min: 7, max: 7 }, '{"min":7,"max":7}'],
  ['a text', '7', '"7"'],
  ['null', null, 'null'],
])('%s is no instance of the class that belongs there', (_what, given, got) => {
  expect(declaring((report) => read(report, instance(Scale), ['scale', given]))).toEqual({
    value: undefined,
    told: [
      `[shop/cart] MW0016 scale: got ${got}, want a value made by the factories of the class that the property names; use one of its factories`,
    ],
  });
});

test.each([
  ['a name', 'cart-account', 'cart-account'],
  ['an object with a name, as of cdk8s-plus', { name: 'cart-account' }, 'cart-account'],
  ['nothing', undefined, undefined],
])('the name of an object is read from %s', (_what, given, name) => {
  expect(declaring((report) => readNamed(report, 'serviceAccount', given))).toEqual({
    value: name,
    told: [],
  });
});

test.each([
  ['a name that no object can have', 'Cart Account', '"Cart Account"'],
  ['an object with such a name', { name: '' }, '""'],
  ['null', null, 'null'],
  ['a function', () => 'cart', 'a function'],
])('%s is not read as the name of an object', (_what, given, got) => {
  expect(declaring((report) => readNamed(report, 'serviceAccount', given as string))).toEqual({
    value: undefined,
    told: [
      `[shop/cart] MW0013 serviceAccount: got ${got}, want lower-case letters, digits, dashes and dots, at most 253; give the name of the object`,
    ],
  });
});

test('the valid entries of a map are kept, and each invalid key and value is reported', () => {
  const map = { team: 'shop', 'ow ner': 'shop', zone: 'a b', 'acme.example/tier': '7' };
  const { value, told } = declaring((report) =>
    readMap(report, { key: labelKey, value: labelValue }, ['podLabels', map]),
  );
  expect(value).toEqual({ team: 'shop', 'acme.example/tier': '7' });
  expect(told).toEqual([
    '[shop/cart] MW0017 podLabels: got "ow ner", want an optional DNS prefix and /, then letters, digits, dashes, underscores and dots, at most 63; rename the key',
    '[shop/cart] MW0010 podLabels.zone: got "a b", want letters, digits, dashes, underscores and dots, at most 63; shorten or rewrite the value',
  ]);
});

test('a map that is not given is empty', () => {
  expect(
    declaring((report) => readMap(report, { key: dnsLabel, value: anyText }, ['env', undefined])),
  ).toEqual({ value: {}, told: [] });
});

test('properties and entries are an object', () => {
  const env = { A: '7' };
  expect(declaring((report) => readObject(report, 'env', env))).toEqual({ value: env, told: [] });
  expect(declaring((report) => readObject(report, 'env', undefined))).toEqual({
    value: undefined,
    told: [],
  });
});

test.each([
  ['a list', ['A=7'], '["A=7"]'],
  ['a text', 'A=7', '"A=7"'],
  ['null', null, 'null'],
  ['a function', () => ({}), 'a function'],
  ['an Output', { __pulumiOutput: true }, 'a Pulumi Output'],
])('%s is no object of properties or entries', (_what, given, got) => {
  expect(declaring((report) => readObject(report, 'env', given as object))).toEqual({
    value: undefined,
    told: [
      `[shop/cart] MW0019 env: got ${got}, want an object of properties or entries; write { … }`,
    ],
  });
});

test('a list is taken, and one that is not given is empty', () => {
  expect(declaring((report) => readList(report, 'args', ['a']))).toEqual({
    value: ['a'],
    told: [],
  });
  expect(declaring((report) => readList(report, 'args', undefined))).toEqual({
    value: [],
    told: [],
  });
});

test.each([
  ['a single item', 'a', '"a"'],
  ['an object', { 0: 'a' }, '{"0":"a"}'],
  ['an Output', { __pulumiOutput: true }, 'a Pulumi Output'],
])('%s is no list', (_what, given, got) => {
  expect(declaring((report) => readList(report, 'args', given as unknown as string[]))).toEqual({
    value: [],
    told: [`[shop/cart] MW0020 args: got ${got}, want a list; write [ … ], also for a single item`],
  });
});

test('a word is one of those that the property knows', () => {
  const medium = oneOf(['disk', 'memory']);
  expect(declaring((report) => read(report, medium, ['medium', 'disk']))).toEqual({
    value: 'disk',
    told: [],
  });
  expect(declaring((report) => read(report, medium, ['medium', 'Memory']))).toEqual({
    value: undefined,
    told: ['[shop/cart] MW0021 medium: got "Memory", want one of disk, memory; correct the word'],
  });
});
