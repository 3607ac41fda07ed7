import fc from 'fast-check';
import {
  ANY_SEGMENT,
  authorizationPath,
  compareSpecificity,
  parsePath,
  pathCovers,
  pathsOverlap,
  pathText,
  uriMatch,
  type PathPattern,
} from '../../../lib/graph/request-pattern';
import {
  isPathTemplate,
  matchesPathTemplate,
  matchesRegex,
  matchesWildcard,
} from '../../support/reach/patterns';

/** What the pattern means, said once more: this is what both of its spellings are compared with. */
function accepts({ segments, isOpen }: PathPattern, path: string): boolean {
  const parts = path.slice(1).split('/');
  const isLongEnough = isOpen ? parts.length > segments.length : parts.length === segments.length;
  return (
    isLongEnough &&
    segments.every((segment, index) =>
      segment === ANY_SEGMENT ? parts[index] !== '' : parts[index] === segment,
    )
  );
}

/** As Envoy does it: the whole value of a regular expression, the path without its query. */
function isRouted(pattern: PathPattern, path: string): boolean {
  const match = uriMatch(pattern);
  if ('exact' in match) return path === match.exact;
  return 'prefix' in match ? path.startsWith(match.prefix) : matchesRegex(match.regex, path);
}

function isAuthorized(pattern: PathPattern, path: string): boolean {
  const written = authorizationPath(pattern);
  return isPathTemplate(written)
    ? matchesPathTemplate(written, path)
    : matchesWildcard(written, path);
}

// RFC 3986, section 3.3: pchar
const UNRESERVED = 'abzABZ059-._~';
const SUB_DELIMITERS = "!$&'()*+,;=";
const pchar = fc.oneof(
  fc.constantFrom(...UNRESERVED, ...SUB_DELIMITERS, ':', '@'),
  fc.constantFrom('%41', '%2F', '%00'),
);
const pathSegment = fc.array(pchar, { maxLength: 5 }).map((parts) => parts.join(''));
// few words, so that patterns and paths meet often; `+` and `.` mean something in regular expressions
const WORDS = ['a', 'b', 'a.b', 'a+', '%2F'];

const openOrClosed = fc.record({
  parts: fc.array(fc.constantFrom('{x}', ...WORDS), { maxLength: 3 }),
  end: fc.constantFrom('', '/', '/*'),
});
const pattern = openOrClosed.map(({ parts, end }) => {
  const text = parts.map((part) => `/${part}`).join('') + end || '/';
  const parsed = parsePath(text);
  if (parsed === undefined) throw new Error(`no path: ${text}`);
  return parsed;
});
const path = fc
  .array(fc.oneof(fc.constantFrom('', 'c', ...WORDS), pathSegment), { minLength: 1, maxLength: 5 })
  .map((parts) => `/${parts.join('/')}`);

/** Every path of up to five segments of the patterns' words, the empty one and one more. */
const UNIVERSE = [1, 2, 3, 4, 5].flatMap((length) => pathsOf(length));

function pathsOf(length: number): string[] {
  const words = ['', 'a', 'b', 'c'];
  return length === 0
    ? ['']
    : pathsOf(length - 1).flatMap((start) => words.map((word) => `${start}/${word}`));
}

const smallPattern = fc
  .record({
    parts: fc.array(fc.constantFrom('{x}', 'a', 'b'), { maxLength: 3 }),
    end: fc.constantFrom('', '/', '/*'),
  })
  .map(({ parts, end }) => parsePath(parts.map((part) => `/${part}`).join('') + end || '/'))
  .filter((parsed): parsed is PathPattern => parsed !== undefined);

test('routes and authorization accept the same paths, those that the pattern means', () => {
  fc.assert(
    fc.property(pattern, path, (wanted, asked) => {
      const expected = accepts(wanted, asked);
      expect([isRouted(wanted, asked), isAuthorized(wanted, asked)]).toEqual([expected, expected]);
    }),
    { numRuns: 5000 },
  );
});

test('patterns and paths of the generators do meet', () => {
  const [met] = fc
    .sample(fc.tuple(pattern, path), { numRuns: 500, seed: 7 })
    .filter(([wanted, asked]) => accepts(wanted, asked) && wanted.segments.includes(ANY_SEGMENT));
  expect(met).toBeDefined();
});

test('two patterns overlap exactly where some path fits both', () => {
  fc.assert(
    fc.property(smallPattern, smallPattern, (a, b) => {
      const common = UNIVERSE.find((asked) => accepts(a, asked) && accepts(b, asked));
      expect(pathsOverlap(a, b)).toBe(common !== undefined);
    }),
    { numRuns: 1000 },
  );
});

test('one pattern covers another exactly where every path of the other fits it', () => {
  fc.assert(
    fc.property(smallPattern, smallPattern, (outer, inner) => {
      const stray = UNIVERSE.find((asked) => accepts(inner, asked) && !accepts(outer, asked));
      expect(pathCovers(outer, inner)).toBe(stray === undefined);
    }),
    { numRuns: 1000 },
  );
});

test('what is covered comes first, so that no route hides another', () => {
  fc.assert(
    fc.property(smallPattern, smallPattern, (outer, inner) => {
      fc.pre(pathCovers(outer, inner) && !pathCovers(inner, outer));
      expect(compareSpecificity(inner, outer)).toBeLessThan(0);
    }),
    { numRuns: 300 },
  );
});

test('the order of specificity does not depend on the order that came before', () => {
  fc.assert(
    fc.property(fc.array(smallPattern, { maxLength: 7 }), (patterns) => {
      const sorted = (list: readonly PathPattern[]): string[] =>
        [...list].sort(compareSpecificity).map(pathText);
      expect(sorted([...patterns].reverse())).toEqual(sorted(patterns));
    }),
  );
});
