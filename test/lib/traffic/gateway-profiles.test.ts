import {
  GatewayTls,
  MeshGateway,
  OutlierDetection,
  Profile,
  Retries,
  type ResilientServiceProps,
} from '../../../constructs';
import { aService, linesOf, shop } from '../../support/declare';

describe('MW0424: what the profile of a gateway route cannot do', () => {
  const told = (profile: Profile, callee: ResilientServiceProps = {}): string[] =>
    linesOf(
      shop((chart) => {
        const web = new MeshGateway(chart, 'web', {
          hosts: ['shop.example.com'],
          tls: GatewayTls.secret('cert'),
        });
        web.routes('/*', aService(chart, 'orders', callee), { profile });
      }),
      'info',
    ).filter((line) => line.includes('MW0424'));

  test('is told, with its name', () => {
    expect(told(Profile.critical())).toEqual([
      '[shop/web] MW0424 routes(/*).profile: got outlierDetection, want it on orders: towards a host, ' +
        'gateways have the policy that the service gives all of its callers; give orders the profile as ' +
        'well, or the route one without it',
    ]);
    expect(told(Profile.batch())).toEqual([
      expect.stringContaining('MW0424 routes(/*).profile: got retryBudget, want it on orders'),
    ]);
  });

  test('is told where the service says something else', () => {
    const outlierDetection = OutlierDetection.of({ consecutive5xxErrors: 7 });
    expect(told(Profile.critical(), { outlierDetection })).toHaveLength(1);
  });

  test('is nothing where the profile is about deadlines and retries alone', () => {
    expect(told(Profile.interactive())).toEqual([]);
    expect(told(Profile.of('slow', { retries: Retries.never() }))).toEqual([]);
  });

  test('is nothing where the service has the same profile', () => {
    expect(told(Profile.critical(), { profile: Profile.critical() })).toEqual([]);
  });
});
