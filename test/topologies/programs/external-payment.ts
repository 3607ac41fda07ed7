import { Chart, Duration, type App } from 'cdk8s';
import {
  Capacity,
  DataStore,
  ExternalService,
  Operation,
  Pool,
  ResilientService,
  Retries,
  Tls,
} from '../../../constructs';

/** A card processor outside, where one call may be repeated with its key and the other never, and a ledger. */
export function build(app: App): void {
  const bank = new Chart(app, 'bank', { namespace: 'bank' });

  const processor = new ExternalService(bank, 'processor', {
    host: 'api.cards.example',
    tls: Tls.originate(),
    operations: {
      charge: Operation.keyed('POST /v1/charges', { keyHeader: 'idempotency-key' }),
      payOut: Operation.unsafe('POST /v1/payouts'),
    },
    pool: Pool.perReplica(40),
  });
  const fraud = new ExternalService(bank, 'fraud', { host: 'score.fraud.example' });
  const ledger = DataStore.postgres(bank, 'ledger', {
    host: 'ledger.db.internal',
    capacity: Capacity.total(60),
  });
  const payments = new ResilientService(bank, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
    operations: {
      charge: Operation.keyed('POST /charges', { keyHeader: 'idempotency-key' }),
      payOut: Operation.unsafe('POST /payouts'),
    },
  });
  const checkout = new ResilientService(bank, 'checkout', {
    image: 'ghcr.io/acme/checkout:1.0.0',
    port: 8080,
  });

  payments.calls(processor.operations.charge, {
    timeout: Duration.seconds(5),
    retries: Retries.upTo(1, { backoff: Duration.millis(200) }),
  });
  payments.calls(processor.operations.payOut, {
    timeout: Duration.seconds(7),
    retries: Retries.never(),
  });
  payments.calls(fraud);
  payments.calls(ledger);
  checkout.calls(payments.operations.charge);
  checkout.calls(payments.operations.payOut);
}
