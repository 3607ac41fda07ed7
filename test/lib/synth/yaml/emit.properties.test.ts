import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { yamlDocument } from '../../../../lib/synth/yaml/emit';
import { TRAPS } from './traps';

/** Texts that some reader of YAML takes for something else, and pieces to make more of. */
const trap = fc.constantFrom(...TRAPS);
const piece = fc.constantFrom(
  ...[' ', '  ', '\n', '\n\n', '\t', ': ', ':', ' #', '#', '- ', "'", '"', '\\', '%', '---', '...'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a',
    '*a',
    '!',
    '|',
    '>',
    '@',
    '`',
    '?',
    '=',
    '<<',
    '~',
    'é',
    '\u2028',
  ],
  ...[
    '\u0085',
    '\ufeff',
    '\u0007',
    '\u{1f980}',
    '\ud800',
    '0',
    '7',
    '0x1f',
    '1e3',
    '.5',
    'no',
    'a',
    'word',
  ],
);
const text = fc.oneof(
  trap,
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, trap), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.constantFrom('word', 'a', 'ghcr.io/acme/cart:1.2.3'), { maxLength: 60 })
    .map((all) => all.join(' ')),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e21, 1e-7, 0.1, 2 ** 53));
const leaf = fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined, [], {}));
const { tree: manifest } = fc.letrec<{ tree: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('tree'),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
  tree: fc.dictionary(
    fc.oneof(text, fc.constantFrom('name', 'spec', 'app.kubernetes.io/name')),
    tie('value'),
    {
      maxKeys: 5,
      noNullPrototype: true,
    },
  ),
}));

const RUNS = { numRuns: 2_000 };

test('any manifest is written as cdk8s writes it', () => {
  fc.assert(
    fc.property(manifest, (value) => {
      expect(yamlDocument(value)).toBe(Yaml.stringify(value));
    }),
    RUNS,
  );
});

test('any text is written as cdk8s writes it, as a key, a value and an item, near the margin and away from it', () => {
  fc.assert(
    fc.property(text, (value) => {
      const around = {
        [value]: value,
        list: [value, [value]],
        deep: { deep: [{ [value]: value }] },
      };
      expect(yamlDocument(around)).toBe(Yaml.stringify(around));
    }),
    RUNS,
  );
});

test.each(['\u2028---', ' \u2029%', '\r...'])(
  '%j, a document marker behind another line break, is a key too',
  (key) => {
    const manifest = { deep: { deep: [{ [key]: key }] }, [key]: key };
    expect(yamlDocument(manifest)).toBe(Yaml.stringify(manifest));
  },
);
