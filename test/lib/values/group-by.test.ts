import { groupBy } from '../../../lib/values/group-by';

test('groups come in the order of their first items, and items in the order given', () => {
  const groups = groupBy([13, 7, 11, 3, 23], (item) => String(item % 10));
  expect([...groups]).toEqual([
    ['3', [13, 3, 23]],
    ['7', [7]],
    ['1', [11]],
  ]);
});

test('no items make no groups', () => {
  expect([...groupBy([], String)]).toEqual([]);
});
