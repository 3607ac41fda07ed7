import { Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { Match, MeshApp, Operation, PodHardening, Probe } from '../../constructs';
import type { Manifest } from '../../constructs/testing';
import { aService, only } from '../support/declare';
import { filesIn, withFolder } from '../support/folder';
import { containerOf, templateOf } from '../support/pods';

/** Texts that mean something else in YAML, in a template language, or in a regular expression. */
const TEXTS = [
  'a: b',
  '- item',
  '# no comment',
  'text # no comment',
  '"quoted"',
  "it's",
  '{ flow: [1, 2] }',
  '[a, b]',
  '&anchor',
  '*alias',
  '!!tag',
  '| literal',
  '> folded',
  '%YAML 1.1',
  '@at',
  '`tick`',
  '---',
  '...',
  '?',
  ':',
  '=',
  '~',
  '<<',
  'null',
  'yes',
  'NO',
  'on',
  'y',
  'true',
  '007',
  '0o17',
  '0x1F',
  '1_000',
  '1e3',
  '.5',
  '.inf',
  '.NaN',
  '12:30:45',
  '2026-01-02',
  '',
  ' ',
  ' padded ',
  'tab\there',
  'two\nlines',
  'ends in a line break\n',
  '\n- starts with one',
  'trailing backslash \\',
  'C:\\new\\table',
  '{{ .Values.image }}',
  '${HOME} $(id) $1 $&',
  '^(.*)[a-z]+\\d{2,}|x?$',
  'grüße 你好 🚪',
  '\u2028 line separator \u0085 next line',
  'x'.repeat(1300),
  `words ${'and words '.repeat(30)}`,
];

/** What an app writes, read as YAML of this version. */
function readBack(build: (chart: Chart) => void, version: '1.1' | '1.2'): readonly Manifest[] {
  return withFolder({}, (outdir) => {
    const app = new MeshApp({ outdir, log: () => undefined });
    build(new Chart(app, 'shop', { namespace: 'shop' }));
    app.synth();
    const text = Object.values(filesIn(outdir)).join('---\n');
    const documents = parseAllDocuments(Buffer.from(text, 'latin1').toString(), { version });
    return documents.map((document) => document.toJS() as Manifest);
  });
}

/** `values` under the names `prefix0`, `prefix1`, … */
function numbered(prefix: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]));
}

const reason = `because ${TEXTS.join('')}`;

// kubectl reads YAML 1.1, most other tools read 1.2
describe.each(['1.1', '1.2'] as const)('read as YAML %s', (version) => {
  const manifests = readBack((chart) => {
    aService(chart, 'cart', {
      env: numbered('TEXT_', TEXTS),
      args: TEXTS,
      podAnnotations: numbered('acme.example/text-', TEXTS),
      pod: PodHardening.rootUser(reason),
      readiness: Probe.http(`/${reason}`, { headers: numbered('x-text-', TEXTS) }),
    });
  }, version);
  const workload = only(manifests, 'Deployment');
  const { env, args, readinessProbe } = containerOf(workload);
  // cdk8s writes YAML 1.1, in which this is no number
  const texts = TEXTS.filter((text) => version === '1.1' || text !== '0o17');

  test.each(texts)('%j comes out as it was put in', (text) => {
    const index = TEXTS.indexOf(text);
    expect(args?.[index]).toBe(text);
    expect(env).toContainEqual({ name: `TEXT_${index}`, value: text });
    expect(readinessProbe?.httpGet?.httpHeaders?.[index]?.value).toBe(text);
    const { metadata } = templateOf(workload);
    expect(metadata?.annotations).toHaveProperty([`acme.example/text-${index}`], text);
  });

  test('a path and a reason come out as they were put in', () => {
    expect(readinessProbe?.httpGet?.path).toBe(`/${reason}`);
    const annotations = { 'meshwright.dev/loosened-root-user': reason };
    expect(workload.metadata.annotations).toEqual(annotations);
  });
});

interface HeaderMatch {
  readonly headers?: Readonly<Record<string, { exact?: string; prefix?: string; regex?: string }>>;
  readonly uri?: { readonly regex?: string };
}

/** The matches of the routes to `cart`, of which `v2` gets the requests of `when`. */
function matchesOf(when: Match, path = 'GET /carts/{id}'): HeaderMatch[] {
  const image = 'ghcr.io/acme/cart:1.2.3';
  const manifests = readBack((chart) => {
    const cart = aService(chart, 'cart', {
      versions: { v1: { image, weight: 100 }, v2: { image, when } },
      operations: { get: Operation.safe(path) },
    });
    aService(chart, 'till', { port: undefined }).calls(cart.operations.get);
  }, '1.1');
  const routes = only(manifests, 'VirtualService').spec?.http as { match?: HeaderMatch[] }[];
  return routes.flatMap(({ match }) => match ?? []);
}

const VISIBLE = TEXTS.filter((text) => text.trim() !== '' && !/[\n\t\u0085\u2028]/.test(text));

test.each(VISIBLE)('a header of exactly %j is compared with that', (text) => {
  const matches = matchesOf(Match.header('x-text').exactly(text));
  expect(matches.flatMap(({ headers }) => headers?.['x-text']?.exact ?? [])).toEqual([text]);
});

const COOKIES = ['a', 'a.b', '^(.*)$', 'x+y?', '[a-z]{2}', 'a|b', '\\d', '$1', '*'];

test.each(COOKIES)('a cookie of %j selects its own value and no other', (value) => {
  const matches = matchesOf(Match.cookie('ring', value));
  const [expression] = matches.flatMap(({ headers }) => headers?.cookie?.regex ?? []);
  const selects = (header: string): boolean => new RegExp(`^(?:${expression})$`).test(header);
  expect(selects(`ring=${value}`)).toBe(true);
  expect(selects(`a=7; ring=${value}; b=11`)).toBe(true);
  for (const other of [...COOKIES, 'aXb', 'ab', 'xy', 'xxy', 'bb', '7', ''].filter(
    (each) => each !== value,
  )) {
    expect(selects(`ring=${other}`)).toBe(false);
  }
  expect(selects(`string=${value}`)).toBe(false);
});

test.each(['a.b', 'a+b', '(a)', 'a$b', '$&', "it's", 'a,b;c=d', '~a!', 'a%2Fb', 'a:b@c'])(
  'a path with %p before its template is that path and no other',
  (segment) => {
    const present = Match.header('x-ring').present();
    const matches = matchesOf(present, `GET /${segment}/{id}`);
    const expressions = matches.flatMap(({ uri }) => uri?.regex ?? []);
    expect(expressions).not.toEqual([]);
    for (const expression of expressions) {
      const matched = (path: string): boolean => new RegExp(`^(?:${expression})$`).test(path);
      expect(matched(`/${segment}/7`)).toBe(true);
      expect(matched(`/${segment}/7/11`)).toBe(false);
      expect(matched(`/${segment.replace(/\W/, 'X')}/7`)).toBe(false);
    }
  },
);
