import { CATALOGUE, type FindingCode } from '../../../lib/findings/catalogue';
import { ANALYSIS } from '../../../lib/findings/catalogue/analysis';
import { CALLS } from '../../../lib/findings/catalogue/calls';
import { EDGE_OF_MESH } from '../../../lib/findings/catalogue/edge-of-mesh';
import type { CatalogueEntry } from '../../../lib/findings/catalogue/entry';
import { LIFECYCLE } from '../../../lib/findings/catalogue/lifecycle';
import { EXPERIMENT } from '../../../lib/findings/catalogue/experiment';
import { MESH } from '../../../lib/findings/catalogue/mesh';
import { POLICY } from '../../../lib/findings/catalogue/policy';
import { READ_BACK } from '../../../lib/findings/catalogue/read-back';
import { SECURITY } from '../../../lib/findings/catalogue/security';
import { SHEDDING } from '../../../lib/findings/catalogue/shedding';
import { TRAFFIC } from '../../../lib/findings/catalogue/traffic';
import { VALUES } from '../../../lib/findings/catalogue/values';
import { WORKLOAD } from '../../../lib/findings/catalogue/workload';
import { sourcesIn, textOf } from '../../meta/sources';

const CONCERNS: Readonly<Record<string, Readonly<Record<string, CatalogueEntry>>>> = {
  MW00: VALUES,
  MW01: { ...WORKLOAD, ...LIFECYCLE },
  MW02: { ...TRAFFIC, ...POLICY },
  MW03: SECURITY,
  MW04: CALLS,
  MW05: EDGE_OF_MESH,
  MW06: MESH,
  MW07: SHEDDING,
  MW08: EXPERIMENT,
  MW10: { ...ANALYSIS, ...READ_BACK },
};

const codes = Object.keys(CATALOGUE) as FindingCode[];
const entries = codes.map((code) => ({ code, ...CATALOGUE[code] }));

test('no code is given to two rules', () => {
  const all = Object.values(CONCERNS).flatMap((concern) => Object.keys(concern));
  expect([...all].sort()).toEqual([...codes].sort());
});

test('no two rules have the same title', () => {
  const titles = entries.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

test.each(Object.keys(CONCERNS))('the codes of one concern begin with %s', (prefix) => {
  const foreign = Object.keys(CONCERNS[prefix] ?? {}).filter((code) => !code.startsWith(prefix));
  expect(foreign).toEqual([]);
});

describe.each(entries)('$code', ({ code, title, want, fix, level }) => {
  test('is MW and four digits', () => {
    expect(code).toMatch(/^MW\d{4}$/);
  });

  test('has one of the three levels', () => {
    expect(['error', 'warning', 'info']).toContain(level);
  });

  test('is titled with a sentence without its period', () => {
    expect(title).toMatch(/^[A-Z].*[^.\s]$/);
  });

  test('says what was wanted and what to do as the middle of a sentence', () => {
    for (const text of [want, fix]) {
      // a capital only in a name that the user types, such as Retries.never()
      expect(text).toMatch(/^([^A-Z\s]|[A-Z]\w*\.)/);
      expect(text).toMatch(/[^.\s]$/);
    }
  });
});

interface Use {
  readonly code: string;
  /** What is passed along with the code, up to the end of the call. */
  readonly details: string;
}

/** A table of codes, all of them reported in one place. */
const TABLE = 'lib/read-back/judgements.ts';
const REPORTER = 'lib/read-back/rules.ts';

/** Every place where our sources report something. */
const uses: readonly Use[] = [
  ...sourcesIn('lib', 'constructs')
    .filter((file) => !/findings\/(catalogue|mistakes)\//.test(file) && file !== TABLE)
    .flatMap((file) => [...textOf(file).matchAll(/'(MW\d{4})'([^;]*);?/g)])
    .map(([, code = '', details = '']) => ({ code, details })),
  ...[...textOf(TABLE).matchAll(/code: '(MW\d{4})'/g)].map(([, code = '']) => ({
    code,
    details: /judgement\.code, ([^;]*);/.exec(textOf(REPORTER))?.[1] ?? '',
  })),
];

test.each(codes)('%s is reported somewhere', (code) => {
  expect(uses.map((use) => use.code)).toContain(code);
});

test('only codes of the catalogue are reported', () => {
  expect(uses.map(({ code }) => code).filter((code) => !(code in CATALOGUE))).toEqual([]);
});

const hasPlaceholders = ({ want, fix }: CatalogueEntry): boolean =>
  /\{(?!id\})\w+\}/.test(`${want} ${fix}`);

test.each(entries.filter(hasPlaceholders))(
  'each use of $code gives the values for its placeholders',
  ({ code }) => {
    const without = uses.filter((use) => use.code === code && !/\bargs\b/.test(use.details));
    expect(without).toEqual([]);
  },
);

test.each(entries.filter((entry) => !hasPlaceholders(entry)))(
  'no use of $code gives values that the text has no place for',
  ({ code }) => {
    const needless = uses.filter((use) => use.code === code && /\bargs\b/.test(use.details));
    expect(needless).toEqual([]);
  },
);
