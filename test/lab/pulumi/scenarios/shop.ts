import type { PulumiFn } from '@pulumi/pulumi/automation';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import {
  MeshNamespace,
  ResilientService,
  type ResilientServiceProps,
} from '../../../../constructs';
import { ChartDeployment, type ChartDeploymentProps } from '../../../../lib/pulumi';
import type { LabStack } from '../engine';
import { row, type Row } from '../scenario';

/** What differs between two versions of the same small system. */
export interface ShopChanges {
  readonly timeout?: number;
  readonly orders?: ResilientServiceProps;
  /** Ids of the charts that payments and orders are in. */
  readonly charts?: readonly [string, string];
  /** Name of the component. */
  readonly name?: string;
  readonly ownsNamespace?: boolean;
  readonly more?: (chart: Chart, orders: ResilientService) => void;
  readonly options?: ChartDeploymentProps['options'];
}

/** Orders that call payments, in the namespace `shop`. */
export function shop(changes: () => ShopChanges = () => ({})): PulumiFn {
  return () => {
    const app = new App();
    const { timeout = 2, orders, charts = ['shop', 'shop'], name = 'shop', ...rest } = changes();
    const [of, other] = charts;
    const first = new Chart(app, of, { namespace: 'shop' });
    const second = other === of ? first : new Chart(app, other, { namespace: 'shop' });
    if (rest.ownsNamespace !== false) new MeshNamespace(first, 'namespace');
    const payments = new ResilientService(first, 'payments', {
      image: 'ghcr.io/acme/payments:1.4.2',
      port: 8080,
    });
    const caller = new ResilientService(second, 'orders', {
      image: 'ghcr.io/acme/orders:2.0.0',
      port: 8080,
      ...orders,
    });
    caller.calls(payments, { timeout: Duration.seconds(timeout) });
    rest.more?.(first, caller);
    new ChartDeployment(name, { chart: app, ...(rest.options && { options: rest.options }) });
    return Promise.resolve();
  };
}

/** An object of the core group with fields of its own. */
export function coreObject(
  chart: Chart,
  [kind, name]: readonly [string, string],
  fields: Readonly<Record<string, unknown>>,
): ApiObject {
  return new ApiObject(chart, `${kind}-${name}`, {
    apiVersion: 'v1',
    kind,
    metadata: { name },
    ...fields,
  });
}

/** A row that says which objects a change touches, and that it touches no other. */
export async function touches(
  stack: LabStack,
  [promise, program]: readonly [string, PulumiFn],
  expected: readonly string[],
): Promise<Row> {
  const run = await stack.up(program);
  const measured = run.steps.length === 0 ? 'no step' : run.steps.join(', ');
  return row(promise, run, [measured, run.ok && measured === (expected.join(', ') || 'no step')]);
}
