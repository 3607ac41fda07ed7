import { Experiment, Mesh, Operation } from '../../../constructs';
import type {
  CallOptions,
  ExperimentOptions,
  ResilientService,
  ResilientServiceProps,
} from '../../../constructs';
import { systemOf, type DeclaredSystem } from '../../../constructs/testing';
import { Registry } from '../../../constructs/registry';
import type { ExperimentPlan } from '../../../lib/experiment/plan';
import { Chart } from 'cdk8s';
import { MeshApp } from '../../../constructs';
import { aService } from '../../support/declare';

const OPERATIONS = { quote: Operation.safe('GET /quotes/{id}') };

type Payments = ResilientService<typeof OPERATIONS>;

/** How orders call payments, and what is made of it. */
export interface Trial {
  readonly payments?: ResilientServiceProps;
  readonly call?: CallOptions<'safe'>;
  readonly fault: ExperimentOptions['fault'];
}

/** The app in which orders call the quotes of payments, with what `extend` adds. */
export function shopForTests(
  { payments: props, call }: Omit<Trial, 'fault'>,
  extend: (chart: Chart, services: { orders: ResilientService; payments: Payments }) => void,
): MeshApp {
  const app = new MeshApp({ log: () => undefined });
  new Mesh(app, 'mesh', { environment: 'test' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const orders = aService(chart, 'orders');
  const payments = aService(chart, 'payments', {
    operations: OPERATIONS,
    ...(props as Partial<ResilientServiceProps<typeof OPERATIONS>>),
  });
  orders.calls(payments.operations.quote, call);
  extend(chart, { orders, payments });
  return app;
}

/** The plans of every experiment of `app`. */
export function plansOf(app: MeshApp): readonly ExperimentPlan[] {
  return [...Registry.of(app).plan().experiments.values()];
}

/** The plan of one experiment on the quotes of payments. */
export function tried({ fault, ...trial }: Trial): ExperimentPlan {
  const app = shopForTests(trial, (chart, { payments }) => {
    new Experiment(chart, 'trial', { on: payments.operations.quote, fault, expires: '2027-01-31' });
  });
  const [plan] = plansOf(app);
  if (plan === undefined) throw new Error(JSON.stringify(systemOf(app).findings()));
  return plan;
}

/** The system of `app`. */
export function system(app: MeshApp): DeclaredSystem {
  return systemOf(app);
}
