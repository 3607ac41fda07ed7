import { ExternalService, Operation, Tls } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';

function declared(first: string, second: string): ReturnType<typeof shop> {
  return shop((chart) => {
    const operations = { first: Operation.safe(first), second: Operation.unsafe(second) };
    aService(chart, 'payments', { operations });
  });
}

describe('MW0215: operations that share requests, and neither is more specific', () => {
  test.each([
    ['GET /{tenant}/quotes', 'GET /acme/{kind}', '/acme/{} beside /{}/quotes'],
    ['GET /quotes', 'GET /quotes', '/quotes beside /quotes'],
    ['GET /quotes/{id}', 'GET /quotes/{number}', '/quotes/{} beside /quotes/{}'],
    ['GET,PUT /quotes/{id}', 'PUT,DELETE /quotes/{id}', '/quotes/{} beside /quotes/{}'],
    ['GET /{tenant}/quotes/*', 'GET /acme/*', '/acme/* beside /{}/quotes/*'],
    ['shop.Cart/*', 'shop.Cart/*', '/shop.Cart/* beside /shop.Cart/*'],
    ['POST /shop.Cart/Empty', 'shop.Cart/Empty', '/shop.Cart/Empty beside /shop.Cart/Empty'],
  ])('%s and %s are an error', (first, second, got) => {
    expect(errors(declared(first, second))).toEqual([
      `[shop/payments] MW0215 operations.second: got ${got} of first, want operations of which one ` +
        'covers the other, or neither; rewrite one of the paths',
    ]);
  });

  test.each([
    ['one covers the other', 'GET /quotes/{id}', 'GET /quotes/latest'],
    ['one is all below the other', 'GET /quotes/*', 'GET /quotes/{id}'],
    ['the methods differ', 'GET /quotes/{id}', 'PUT,DELETE /quotes/{id}'],
    ['the paths differ', 'GET /quotes/{id}', 'GET /charges/{id}'],
    ['the lengths differ', 'GET /quotes/{id}', 'GET /quotes/{id}/lines'],
    ['all below a path is not the path itself', 'GET /{tenant}/quotes/*', 'GET /acme/{kind}'],
    ['no template stands for nothing', 'GET /{tenant}/', 'GET /acme/{kind}'],
    ['two gRPC methods differ', 'shop.Cart/Empty', 'shop.Cart/Get'],
  ])('%s: no error for %s and %s', (_why, first, second) => {
    expect(lines(declared(first, second))).toEqual([]);
  });

  test('are an error of something outside the mesh too', () => {
    const system = shop((chart) => {
      new ExternalService(chart, 'cards', {
        host: 'api.cards.example',
        tls: Tls.originate(),
        operations: { a: Operation.safe('GET /{x}/7'), b: Operation.safe('GET /7/{x}') },
      });
    });
    expect(errors(system)).toEqual([
      expect.stringMatching(
        /^\[shop\/cards\] MW0215 operations\.b: got \/7\/\{\} beside \/\{\}\/7 of a,/,
      ),
    ]);
  });
});
