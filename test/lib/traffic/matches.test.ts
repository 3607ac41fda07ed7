import { GatewayTls, Match, MeshGateway, Operation } from '../../../constructs';
import { matchesRegex } from '../../support/reach/patterns';
import { aService, errors, lines, shop } from '../../support/declare';
import { routeOf } from '../rendered';

const versionsWhen = (when: Match) => ({
  v1: { image: 'ghcr.io/acme/reviews:1', weight: 100 },
  v2: { image: 'ghcr.io/acme/reviews:2', when },
});

function selecting(when: Match): ReturnType<typeof shop> {
  return shop((chart) => {
    aService(chart, 'web').calls(aService(chart, 'reviews', { versions: versionsWhen(when) }));
  });
}

describe('a match is written as Istio reads it', () => {
  test.each([
    ['exactly', Match.header('x').exactly('a'), { headers: { x: { exact: 'a' } } }],
    ['by its start', Match.header('x').startingWith('a'), { headers: { x: { prefix: 'a' } } }],
    ['by an expression', Match.header('x').matching('a|b'), { headers: { x: { regex: 'a|b' } } }],
    ['by being there', Match.header('x').present(), { headers: { x: {} } }],
    [
      'as a parameter that is there',
      Match.queryParameter('X').present(),
      { queryParams: { X: {} } },
    ],
  ])('%s', (_how, when, match) => {
    const system = selecting(when);
    expect(lines(system)).toEqual([]);
    expect(routeOf(system, 'reviews', 'shop.web.any.v2').match).toMatchObject([match]);
  });
});

describe('a cookie', () => {
  const cookie = (): string => {
    const when = Match.cookie('group', 'a.b');
    const [match] = routeOf(selecting(when), 'reviews', 'shop.web.any.v2').match ?? [];
    return (match?.headers?.cookie as { regex: string }).regex;
  };

  test.each([
    ['alone', 'group=a.b', true],
    ['first', 'group=a.b; id=7', true],
    ['last', 'id=7; group=a.b', true],
    ['between others', 'id=7;group=a.b;x=1', true],
    ['of a longer name', 'mygroup=a.b', false],
    ['of a longer value', 'group=a.bc', false],
    ['whose dot is another letter', 'group=axb', false],
    ['of another value', 'group=b', false],
  ])('%s', (_where, header, isSelected) => {
    expect(matchesRegex(cookie(), header)).toBe(isSelected);
  });
});

describe('a match is an error', () => {
  test.each([
    [
      'with a name that no header has',
      Match.header('end user').exactly('jason'),
      'MW0012 versions.v2.when: got "end user", want an HTTP token: letters, digits and ' +
        "-_.~!#$%&'*+^`|; rename it",
    ],
    [
      'with an empty value',
      Match.header('end-user').exactly(''),
      'MW0001 versions.v2.when: got "", want a text that is not blank; give the value itself; an ' +
        'Output or a function cannot be written into a manifest',
    ],
    [
      'with a look-ahead',
      Match.header('end-user').matching('(?!jason).*'),
      'MW0014 versions.v2.when: got "(?!jason).*", want an RE2 expression: no look-around, no ' +
        'back-references; rewrite the expression',
    ],
    [
      'with a back-reference',
      Match.header('end-user').matching('(a)\\1'),
      'MW0014 versions.v2.when: got "(a)\\\\1", want an RE2 expression: no look-around, no ' +
        'back-references; rewrite the expression',
    ],
    [
      'with an expression that is none',
      Match.header('end-user').matching('(jason'),
      'MW0014 versions.v2.when: got "(jason", want an RE2 expression: no look-around, no ' +
        'back-references; rewrite the expression',
    ],
    [
      'that is no match',
      { header: 'end-user' } as unknown as Match,
      'MW0016 versions.v2.when: got {"header":"end-user"}, want a value made by the factories of the ' +
        'class that the property names; use one of its factories',
    ],
  ])('%s', (_what, when, text) => {
    expect(errors(selecting(when))).toContain(`[shop/reviews] ${text}`);
  });
});

describe('MW0216: a header that a route would compare twice', () => {
  const rest =
    'want one comparison for each header and parameter; use another header, or leave out one of the ' +
    'two `when`';
  const jason = Match.header('End-User').exactly('jason');

  test('by the gateway and by a version is an error', () => {
    const system = shop((chart) => {
      const reviews = aService(chart, 'reviews', { versions: versionsWhen(jason) });
      const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
      web.routes('/reviews', reviews, { when: Match.header('end-user').present() });
    });
    expect(errors(system)).toEqual([
      `[shop/web] MW0216 when: got header end-user in reviews /reviews.v2, ${rest}`,
    ]);
  });

  test('as the key of an operation and by a version is an error', () => {
    const system = shop((chart) => {
      const operations = { post: Operation.keyed('POST /reviews', { keyHeader: 'End-User' }) };
      const reviews = aService(chart, 'reviews', { operations, versions: versionsWhen(jason) });
      aService(chart, 'web').calls(reviews.operations.post);
    });
    expect(errors(system)).toEqual([
      `[shop/reviews] MW0216 when: got header end-user in shop.web.post.v2, ${rest}`,
    ]);
  });

  test('is none where one is a header and the other a parameter of that name', () => {
    const system = shop((chart) => {
      const reviews = aService(chart, 'reviews', { versions: versionsWhen(jason) });
      const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
      web.routes('/reviews', reviews, { when: Match.queryParameter('end-user').present() });
    });
    expect(lines(system)).toEqual([]);
  });
});
