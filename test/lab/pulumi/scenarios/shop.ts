import type { PulumiFn } from '@pulumi/pulumi/automation';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  MeshNamespace,
  ResilientService,
  type ResilientServiceProps,
} from '../../../../constructs';
import { ChartDeployment, type ChartDeploymentProps } from '../../../../lib/pulumi';
import type { Kubectl, KubernetesObject } from '../../cluster/kubectl';
import type { LabStack } from '../engine';
import { row, type Row, type Theatre } from '../scenario';

/** What differs between two versions of the same small system. */
export interface ShopChanges {
  /** Seconds that orders give payments. */
  readonly timeout?: number;
  readonly orders?: ResilientServiceProps;
  readonly payments?: ResilientServiceProps;
  /** Ids of the charts that payments and orders are in. */
  readonly charts?: readonly [string, string];
  /** Id of a construct that orders are in. */
  readonly within?: string;
  /** Name of the component. */
  readonly name?: string;
  readonly ownsNamespace?: boolean;
  readonly more?: (chart: Chart, services: ShopServices) => void;
  readonly options?: ChartDeploymentProps['options'];
  /** Told of the deployment. */
  readonly then?: (deployment: ChartDeployment) => void;
}

interface ShopServices {
  readonly orders: ResilientService;
  readonly payments: ResilientService;
}

/** Orders that call payments, in the namespace `shop`. */
export function shop(changes: ShopChanges = {}): PulumiFn {
  return () => {
    const { name = 'shop', options, then } = changes;
    const app = new App();
    buildShop(app, changes);
    const deployment = new ChartDeployment(name, { chart: app, ...(options && { options }) });
    then?.(deployment);
    return Promise.resolve();
  };
}

/** What the same system is as raw YAML. */
export function shopObjects(): readonly KubernetesObject[] {
  const app = new App();
  buildShop(app, {});
  return app.charts.flatMap((chart) => chart.toJson() as KubernetesObject[]);
}

function buildShop(app: App, changes: ShopChanges): void {
  const { timeout = 2, charts = ['shop', 'shop'], within } = changes;
  const [of, other] = charts;
  const first = new Chart(app, of, { namespace: 'shop' });
  const second = other === of ? first : new Chart(app, other, { namespace: 'shop' });
  const scope = within === undefined ? second : new Construct(second, within);
  if (changes.ownsNamespace !== false) new MeshNamespace(first, 'namespace');
  const payments = new ResilientService(first, 'payments', {
    port: 8080,
    ...(changes.payments ?? { image: 'ghcr.io/acme/payments:1.4.2' }),
  });
  const orders = new ResilientService(scope, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
    ...changes.orders,
  });
  orders.calls(payments, { timeout: Duration.seconds(timeout) });
  changes.more?.(first, { orders, payments });
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

/** A row about the end: nothing of `stack` is in the state, and nothing that the provider made is in the cluster. */
export async function destroyed(
  { kubectl }: Pick<Theatre, 'kubectl'>,
  stack: LabStack,
  count?: number,
): Promise<Row> {
  const run = await stack.destroy();
  const [known, left] = [stack.objects(), await madeByProvider(kubectl)];
  const isWhole = count === undefined || run.steps.length === count;
  return row('destroy leaves nothing, in the state and in the cluster', run, [
    `${run.steps.length} deleted, ${known.length} in the state, ${left.length} in the cluster: ${left.join(', ') || 'none'}`,
    run.ok && isWhole && known.length === 0 && left.length === 0,
  ]);
}

/** Objects of any kind that the provider has a field of, by the API server's own books. */
export async function madeByProvider(kubectl: Kubectl): Promise<readonly string[]> {
  const kinds = await kubectl.run(['api-resources', '--verbs=list', '-o', 'name']);
  const listed = kinds.split('\n').filter((kind) => kind !== '' && !/^events/.test(kind));
  const args = [listed.join(), '--all-namespaces', '--show-managed-fields'];
  const { items } = await kubectl.get<{ items: readonly ManagedObject[] }>(...args);
  return items
    .filter(({ metadata }) =>
      metadata.managedFields?.some(({ manager }) => /^pulumi/.test(manager)),
    )
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
}

interface ManagedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
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
