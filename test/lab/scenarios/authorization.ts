import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation } from '../../../constructs';
import { send } from '../world/client';
import type { Request } from '../world/stage';
import { STRANGER } from '../world/stranger';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const payments = service(chart, 'payments', {
    operations: {
      quote: Operation.safe('GET /quotes/{id}'),
      refund: Operation.unsafe('POST /refunds'),
    },
  });
  service(chart, 'orders').calls(payments.operations.quote);
  service(chart, 'support').calls(payments.operations.refund);
}

// no analysis follows a request that nobody declares
const FORBIDDEN = 403;

const QUOTE: Request = { path: '/quotes/7' };
const REFUND: Request = { method: 'POST', path: '/refunds' };

async function run(play: Play): Promise<void> {
  const { stage, predictions, rows } = play;
  for (const [words, from, request, operation] of [
    ['orders may quote', 'orders', QUOTE, 'quote'],
    ['support may refund', 'support', REFUND, 'refund'],
  ] as const) {
    const { status } = await stage.send(from, 'payments', request);
    const [arrival] = stage.arrivals('payments');
    rows.exactly(words, predictions.outcome({ from, to: 'payments' }, request).status, status);
    rows.exactly(
      '… as',
      predictions.edge({ from, to: 'payments', operation }).caller.principal ?? '',
      identityOf(arrival?.headers['x-forwarded-client-cert']),
    );
  }
  for (const [words, from, request] of [
    ['another method', 'orders', { ...QUOTE, method: 'PUT' }],
    ['another path', 'orders', { path: '/quotes/7/lines' }],
    ['what only support may', 'orders', REFUND],
    ['what only orders may', 'support', QUOTE],
  ] as const) {
    rows.exactly(
      `denied: ${words}`,
      predictions.outcome({ from, to: 'payments' }, request).status,
      (await stage.send(from, 'payments', request)).status,
    );
  }
  rows.exactly(
    'denied: anything, as a workload that declares no call',
    FORBIDDEN,
    (await stage.send(STRANGER, 'payments', QUOTE)).status,
  );
  const { address } = stage.pod('payments').place;
  const plain = await send(address, { ...stage.addressOf('payments'), ...QUOTE });
  rows.exactly('plain text is cut off without an answer', 0, plain.status);
  rows.exactly('of all these, arrives', 0, stage.arrivals('payments').length);
}

function identityOf(header: string | string[] | undefined): string {
  return /URI=spiffe:\/\/([^;,]+)/.exec(String(header))?.[1] ?? 'nobody';
}

/** Who may call what, by identity, method and path. */
export const authorization: Scenario = {
  name: 'authorization',
  title: 'Identities, methods and paths over mutual TLS',
  declare,
  pods: [
    { of: 'payments', isProxied: true },
    { of: 'orders', isProxied: true },
    { of: 'support', isProxied: true },
    { of: STRANGER, isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'payments admits every identity, and plain text',
    apply: (manifests) =>
      changing(
        'PeerAuthentication',
        (spec) => ({ ...spec, mtls: { mode: 'PERMISSIVE' } }),
        'payments',
      )(
        changing(
          'AuthorizationPolicy',
          (spec) => ({ ...spec, rules: [{}] }),
          'payments',
        )(manifests),
      ),
  },
};
