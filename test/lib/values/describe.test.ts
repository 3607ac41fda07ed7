import { Duration } from 'cdk8s';
import { describe as describeValue, isOutput } from '../../../lib/values/describe';
import { Operation, Port } from '../../../constructs';

/** An object that JSON cannot write. */
function circular(): object {
  const ring: Record<string, unknown> = {};
  ring.self = ring;
  return ring;
}

test.each([
  ['a text in quotes', 'cart', '"cart"'],
  ['an empty text so that it can be seen', '', '""'],
  ['a line break so that the message stays one line', 'a\nb', '"a\\nb"'],
  ['a number as it is', 7.5, '7.5'],
  ['no number as NaN', NaN, 'NaN'],
  ['a truth value as it is', false, 'false'],
  ['null by name', null, 'null'],
  ['what is not there as nothing', undefined, 'nothing'],
  ['a function without its text', () => 'secret', 'a function'],
  ['a symbol without its text', Symbol('secret'), 'a symbol'],
  ['a big integer as its digits', 13n, '13'],
  ['a list item by item', ['a', 7, undefined], '["a", 7, nothing]'],
  ['an empty list as such', [], '[]'],
  ['an Output as one, whatever else it is', { __pulumiOutput: true, value: 7 }, 'a Pulumi Output'],
  ['an object of a class by the name of the class', Port.http(80), 'a Port'],
  ['a class with a vowel in front in good English', Operation.safe('GET /'), 'an Operation'],
  ['an object of somebody else by its class', Duration.seconds(7), 'a Duration'],
  ['a plain object as JSON', { min: 3 }, '{"min":3}'],
  ['an object without a prototype as JSON', Object.create(null), '{}'],
  ['an object that is no JSON as an object', circular(), 'an object'],
])('a message shows %s', (_rule, value, text) => {
  expect(describeValue(value)).toBe(text);
});

test.each([
  [{ __pulumiOutput: true }, true],
  [{}, false],
  [null, false],
  ['__pulumiOutput', false],
  [undefined, false],
])('%p is recognised as an Output by the mark of Pulumi alone', (value, is) => {
  expect(isOutput(value)).toBe(is);
});
