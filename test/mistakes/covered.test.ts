import { CATALOGUE } from '../../lib/findings/catalogue';
import { MISTAKES } from '../../lib/findings/mistakes';
import { sourcesIn, textOf } from '../meta/sources';

const FOLDER = 'test/mistakes';

/** The tests of each mistake: from its own `describe` to the next one. */
const textByNumber = new Map(
  sourcesIn(FOLDER).flatMap((file) =>
    textOf(file)
      .split(/^describe\('mistake /m)
      .slice(1)
      .map((text) => [Number.parseInt(text, 10), text] as const),
  ),
);

/** The codes that the verdict on a mistake names. */
const codesOf = ({ verdict }: (typeof MISTAKES)[number]): readonly string[] =>
  'reportedBy' in verdict ? verdict.reportedBy : [];

test('the forty-five mistakes are numbered in their order', () => {
  const numbers = Array.from({ length: 45 }, (_, index) => index + 1);
  expect(MISTAKES.map(({ number }) => number)).toEqual(numbers);
});

test('no two have the same title', () => {
  expect(new Set(MISTAKES.map(({ title }) => title)).size).toBe(MISTAKES.length);
});

test('each is walked through once, under its title', () => {
  const walked = sourcesIn(FOLDER).flatMap((file) => [
    ...textOf(file).matchAll(/^describe\('(mistake \d+: .*)', \(\) => \{$/gm),
  ]);
  const wanted = MISTAKES.map(({ number, title }) => `mistake ${number}: ${title}`);
  expect(walked.map(([, title]) => title).sort()).toEqual(wanted.sort());
});

describe.each(MISTAKES)('mistake $number: $title', (mistake) => {
  test('is reported by codes that exist', () => {
    expect(codesOf(mistake).filter((code) => !(code in CATALOGUE))).toEqual([]);
  });

  test('has a test for each code that reports it, and for no other', () => {
    const text = textByNumber.get(mistake.number) ?? '';
    const shown = [...text.matchAll(/test(?:\.each\(.*?\))?\(\s*'(MW\d{4}): /gs)].map(
      ([, code]) => code,
    );
    expect([...new Set(shown)].sort()).toEqual([...codesOf(mistake)].sort());
  });

  test('says what happens as sentences, and the verdict as the end of one', () => {
    const { title, consequence, verdict } = mistake;
    const reason = 'impossible' in verdict ? verdict.impossible : verdict.otherwise;
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(consequence).toMatch(/\.$/);
    expect(reason).toMatch(/^[^A-Z].*[^.]$/);
  });

  test('names its sources by address', () => {
    for (const source of mistake.sources) expect(new URL(source).protocol).toBe('https:');
  });
});
