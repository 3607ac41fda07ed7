import { ApiObject, App, Chart } from 'cdk8s';
import { ChartDeployment, type ChartDeploymentProps } from '../../../lib/pulumi';
import {
  record,
  type Recording,
  type RecordingOptions,
  type Registration,
} from '../../support/pulumi-recorder';

type Props = Omit<ChartDeploymentProps, 'chart'>;

/** What deploying the chart `shop`, which `build` fills, asks of the engine. */
export function deploy(
  build: (chart: Chart) => void,
  props: Props = {},
  options?: RecordingOptions,
): Promise<Recording> {
  return record(() => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    build(chart);
    new ChartDeployment('shop', { chart, ...props });
  }, options);
}

/** The message of what `promise` fails with; fails itself where it does not. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  const nothing = Symbol('nothing');
  const outcome = await promise.then(
    () => nothing,
    (error: Error) => error.message,
  );
  if (typeof outcome !== 'string') throw new Error('it did not fail');
  return outcome;
}

/** The one resource of this kind and name. */
export function find(
  registered: readonly Registration[],
  kind: string,
  name: string,
): Registration {
  const found = registered.filter((each) => each.type.endsWith(`:${kind}`) && each.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(
    `want one ${kind} ${name}, got ${registered.map((each) => each.name).join(', ')}`,
  );
}

/** A ConfigMap in `chart`. */
export function configMap(
  chart: Chart,
  name: string,
  data: Record<string, string> = {},
): ApiObject {
  return new ApiObject(chart, name, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });
}
