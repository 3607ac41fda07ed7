import fc from 'fast-check';
import {
  findingLine,
  findingText,
  reportAt,
  sortFindings,
  type Finding,
} from '../../../lib/findings/finding';

const PORT: Finding = {
  code: 'MW0101',
  level: 'error',
  path: 'shop/cart',
  prop: 'port',
  got: '0',
  want: 'a whole number from 1 to 65535',
  fix: 'give the number of the port',
};

/** A finding at `path` about `prop`, otherwise like the one above. */
function at(path: string, prop = 'port'): Finding {
  return { ...PORT, path, prop };
}

test('a finding is told in one line: where, code, property, what was found, what was wanted, what to do', () => {
  expect(findingLine(PORT)).toBe(
    '[shop/cart] MW0101 port: got 0, want a whole number from 1 to 65535; give the number of the port',
  );
});

test('the text of a finding has no path, which cdk8s puts in front itself', () => {
  expect(findingText(PORT)).toBe(
    'MW0101 port: got 0, want a whole number from 1 to 65535; give the number of the port',
  );
});

test('a report needs only what was found: level and texts come from the catalogue', () => {
  const findings: Finding[] = [];
  reportAt('shop/cart', findings)('MW0101', { prop: 'port', got: '0' });
  expect(findings).toEqual([PORT]);
});

test('placeholders of the catalogue are filled in, texts and numbers alike', () => {
  const findings: Finding[] = [];
  reportAt('shop/cart', findings)('MW0206', {
    prop: 'calls(ledger).retries',
    got: 'a deadline of 7ms',
    args: { minimum: '27ms', tries: 2 },
  });
  expect(findings.map(({ want }) => want)).toEqual([
    'at least 27ms for 2 tries and the pauses between them',
  ]);
});

test('a value that looks like a placeholder is left as the user wrote it', () => {
  const findings: Finding[] = [];
  const args = { target: '{ports}', ports: '{target} (7007)' };
  reportAt('shop/cart', findings)('MW0404', {
    prop: 'calls(ledger).port',
    got: '"{target}"',
    args,
  });
  expect(findings.map(findingText)).toEqual([
    'MW0404 calls(ledger).port: got "{target}", want one of the ports of {ports}: {target} (7007); set `port` to one of them',
  ]);
});

test('a placeholder without a value stays, so that a test can see it', () => {
  const findings: Finding[] = [];
  reportAt('shop/cart', findings)('MW0601', { prop: 'istio', got: '"1.28"' });
  expect(findings[0]?.want).toBe('one of {versions}');
});

test('reports at one place are collected in the order they come', () => {
  const findings: Finding[] = [];
  const report = reportAt('shop/cart', findings);
  report('MW0110', { prop: 'image', got: 'nothing' });
  report('MW0101', { prop: 'port', got: '0' });
  expect(findings.map(({ code }) => code)).toEqual(['MW0110', 'MW0101']);
});

test('findings are sorted by path, then code, then property', () => {
  const image: Finding = { ...PORT, code: 'MW0001', prop: 'image' };
  const sorted = sortFindings([at('shop/ledger'), at('shop/cart', 'ports.b'), PORT, image]);
  expect(sorted).toEqual([image, PORT, at('shop/cart', 'ports.b'), at('shop/ledger')]);
});

test('a finding that two constructs report in the same words is told once', () => {
  expect(sortFindings([PORT, at('shop/ledger'), { ...PORT }])).toEqual([PORT, at('shop/ledger')]);
});

test('two findings that differ in what was found are both told', () => {
  const other = { ...PORT, got: '65536' };
  expect(sortFindings([other, PORT])).toEqual([PORT, other]);
});

test('the order of findings does not depend on the order of declarations', () => {
  const findings = ['a', 'b', 'c'].flatMap((path) => [at(path), at(path, 'ports.api')]);
  fc.assert(
    fc.property(fc.shuffledSubarray(findings, { minLength: findings.length }), (shuffled) => {
      expect(sortFindings(shuffled)).toEqual(findings);
    }),
  );
});

test('sorting leaves the given list alone', () => {
  const given = [at('shop/ledger'), PORT];
  sortFindings(given);
  expect(given).toEqual([at('shop/ledger'), PORT]);
});
