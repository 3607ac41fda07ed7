import { Match, Scale, type ResilientServiceProps, type VersionProps } from '../../../constructs';
import { declareVersions } from '../../../lib/workload/declare-versions';
import type { VersionDeclaration } from '../../../lib/workload/declaration';
import { aService, errors, shop } from '../../support/declare';
import { declaring, type Declared } from '../../support/declaring';

const image = 'ghcr.io/acme/cart:1.2.3';

function declared(props: ResilientServiceProps): Declared<readonly VersionDeclaration[]> {
  return declaring((report) => declareVersions(props, report));
}

/** What is refused of a service with these versions, each of which has an image. */
function refused(versions: Readonly<Record<string, Omit<VersionProps, 'image'>>>): string[] {
  const complete = Object.entries(versions).map(([name, version]) => [name, { image, ...version }]);
  const props = { versions: Object.fromEntries(complete) as Record<string, VersionProps> };
  return errors(shop((chart) => aService(chart, 'cart', props)));
}

test('an image alone is one version, v1', () => {
  expect(declared({ image })).toEqual({
    value: [
      {
        name: 'v1',
        image,
        weight: undefined,
        when: undefined,
        env: {},
        scale: undefined,
        isRetiring: false,
      },
    ],
    told: [],
  });
});

test('versions come by name, whatever the order they are written in', () => {
  const { value } = declared({
    versions: { v2: { image, weight: 11 }, v1: { image, weight: 89 } },
  });
  expect(value.map(({ name, weight }) => [name, weight])).toEqual([
    ['v1', 89],
    ['v2', 11],
  ]);
});

test('a version has what it says of itself', () => {
  const when = Match.header('x-ring').present();
  const scale = Scale.fixed(7);
  const { value, told } = declared({
    versions: { canary: { image, when, scale, env: { RING: 'inner' } } },
  });
  expect(told).toEqual([]);
  expect(value).toEqual([
    {
      name: 'canary',
      image,
      weight: undefined,
      when,
      env: { RING: { value: 'inner' } },
      scale,
      isRetiring: false,
    },
  ]);
});

const ONE_SOURCE = 'want either `image` or `versions`; give exactly one of them';

test.each([
  ['nothing', {}, 'neither `image` nor `versions`'],
  ['no version', { versions: {} }, 'neither `image` nor `versions`'],
  ['both', { image, versions: { v1: { image } } }, 'both `image` and `versions`'],
])('a service with %s to run is refused', (_what, props, got) => {
  expect(declared(props).told).toEqual([`[shop/cart] MW0110 image: got ${got}, ${ONE_SOURCE}`]);
});

const IMAGE =
  'want a text that is not blank; give the value itself; an Output or a function cannot be written into a manifest';

test.each([
  ['', '""'],
  [' ', '" "'],
  [7, '7'],
  [() => image, 'a function'],
])('%p is no image', (value, got) => {
  expect(declared({ image: value as string }).told).toEqual([
    `[shop/cart] MW0001 image: got ${got}, ${IMAGE}`,
  ]);
});

test('an Output is no image, and its token is', () => {
  expect(declared({ image: { __pulumiOutput: true } as never }).told).toEqual([
    '[shop/cart] MW0901 image: got a Pulumi Output, want text, in which `asString` stands for an Output; write asString(output), of meshwright/pulumi',
  ]);
});

test.each(['ghcr.io/Acme/cart:1.2.3', 'cart: 1.2.3', 'https://ghcr.io/acme/cart', 'cart:'])(
  '%p is an image that no runtime could pull',
  (value) => {
    const text = `got "${value}", want [registry/]path[:tag][@digest], the path in lower case; correct the reference`;
    expect(declared({ image: value }).told).toEqual([`[shop/cart] MW0125 image: ${text}`]);
    expect(declared({ versions: { v1: { image: value } } }).told).toEqual([
      `[shop/cart] MW0125 versions.v1.image: ${text}`,
    ]);
  },
);

test('each version has an image', () => {
  expect(declared({ versions: { v1: {} as VersionProps } }).told).toEqual([
    `[shop/cart] MW0001 versions.v1.image: got nothing, ${IMAGE}`,
  ]);
});

test.each(['V1', 'v1.2', 'v_1', '-v1', ''])('a version is not called %p', (name) => {
  expect(declared({ versions: { [name]: { image } } }).told).toEqual([
    `[shop/cart] MW0005 versions.${name}: got "${name}", want lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash; rename it`,
  ]);
});

test.each([
  [-7, '-7'],
  [101, '101'],
  [33.3, '33.3'],
  [NaN, 'NaN'],
  ['11', '"11"'],
])('%p is no weight', (weight, got) => {
  const versions = { v1: { image, weight: weight as number } };
  expect(declared({ versions }).told).toEqual([
    `[shop/cart] MW0111 versions.v1.weight: got ${got}, want a whole number of percent from 0 to 100; give such a number`,
  ]);
});

test('fractions that add to 100 are reported one by one, and not as a wrong sum too', () => {
  expect(refused({ v1: { weight: 66.5 }, v2: { weight: 33.5 } })).toEqual([
    '[shop/cart] MW0111 versions.v1.weight: got 66.5, want a whole number of percent from 0 to 100; give such a number',
    '[shop/cart] MW0111 versions.v2.weight: got 33.5, want a whole number of percent from 0 to 100; give such a number',
  ]);
});

test.each([
  [{ v1: { weight: 89 }, v2: { weight: 11 } }],
  [{ v1: { weight: 100 } }],
  [{ v1: { weight: 71 }, v2: { weight: 18 }, v3: { weight: 11 } }],
  [{ v1: {} }],
  [{ v1: {}, v2: { when: Match.header('x-ring').present() } }],
  [{ v1: { weight: 100 }, v2: { weight: 0, when: Match.header('x-ring').present() } }],
])('the versions %j share all requests', (versions) => {
  expect(refused(versions)).toEqual([]);
});

test.each([
  [{ v1: { weight: 89 }, v2: { weight: 12 } }, '89 + 12 = 101'],
  [{ v1: { weight: 97 } }, '97 = 97'],
  [{ v1: { weight: 7 }, v2: { weight: 11 }, v3: { weight: 13 } }, '7 + 11 + 13 = 31'],
])('weights add to 100: %j do not', (versions, got) => {
  expect(refused(versions)).toEqual([
    `[shop/cart] MW0210 versions: got ${got}, want 100; change the weights`,
  ]);
});

const REACHED = 'want a `weight` or a `when`; give it one of them, or remove the version';

test('a version that nobody routes to is refused', () => {
  expect(refused({ v1: { weight: 100 }, v2: {} })).toEqual([
    `[shop/cart] MW0211 versions.v2: got neither \`weight\` nor \`when\`, ${REACHED}`,
  ]);
});

test('of several versions without a weight none is the default one', () => {
  expect(refused({ v1: {}, v2: {} })).toEqual(
    ['v1', 'v2'].map(
      (name) =>
        `[shop/cart] MW0211 versions.${name}: got neither \`weight\` nor \`when\`, ${REACHED}`,
    ),
  );
});

test('versions that are all selected leave the other requests nowhere to go', () => {
  const when = (ring: string): Match => Match.header('x-ring').exactly(ring);
  expect(refused({ v1: { when: when('outer') }, v2: { when: when('inner') } })).toEqual([
    '[shop/cart] MW0212 versions: got a `when` on every version, want a version with a weight; give one version `weight: 100`',
  ]);
});

test('an invalid `when` is reported, and not as a version without one too', () => {
  const when = Match.header('user-agent').matching('(?<!x)curl');
  expect(refused({ v1: { weight: 100 }, v2: { when } })).toEqual([
    '[shop/cart] MW0014 versions.v2.when: got "(?<!x)curl", want an RE2 expression: no look-around, no back-references; rewrite the expression',
  ]);
});

test.each(['^(?i)mozilla/.*', '(?i:curl)/.*', '(?P<name>curl)/.*', '(?s-m:a.b)', 'a{2,7}[^/]+'])(
  'the RE2 expression %p is taken',
  (expression) => {
    const when = Match.header('user-agent').matching(expression);
    expect(refused({ v1: { weight: 100 }, v2: { when } })).toEqual([]);
  },
);
