import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries, Split } from '../../../constructs';
import { failing } from '../../../constructs/testing';
import { weightsName } from '../../../lib/conventions/names';
import type { KubernetesObject } from '../cluster/kubectl';
import { likelyCounts } from '../report/chance';
import { always } from '../world/back-end';
import type { Stage } from '../world/stage';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, REVIEWS_CALLED, service } from './service';

const REQUESTS = 200;
const image = 'ghcr.io/acme/reviews:1';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const reviews = service(chart, 'reviews', {
    versions: { v1: { image }, v2: { image } },
    split: Split.ownedBy('a canary controller'),
    operations: { list: Operation.safe('GET /reviews/{id}') },
  });
  service(chart, 'orders').calls(reviews.operations.list, {
    timeout: PATIENT,
    retries: Retries.upTo(2),
  });
}

const CALL = { from: 'orders', to: 'reviews' };
const LIST = { path: '/reviews/7' };

async function run({ stage, predictions, rows, become }: Play): Promise<void> {
  const share = async (v1: number): Promise<void> => {
    await stage.apply([weights(stage, v1)]);
    await stage.settle();
  };
  await share(70);
  rows.between(
    `of ${REQUESTS} requests to v1, to which the controller gives 70 %`,
    likelyCounts(REQUESTS, 0.7),
    await arrivalsOfV1(stage),
  );
  await share(0);
  await become(declare);
  rows.exactly(
    '… when it gives it nothing, and the program is applied once more',
    0,
    await arrivalsOfV1(stage),
  );
  stage.script('reviews', always(503));
  stage.arrivals('reviews');
  await stage.send('orders', 'reviews', LIST);
  rows.exactly(
    'tries of a request that fails, by the caller’s own retries',
    predictions.outcome(CALL, LIST, failing(predictions.id('reviews'))).tries.length,
    stage.arrivals('reviews').length,
  );
}

async function arrivalsOfV1(stage: Stage): Promise<number> {
  stage.arrivals('reviews');
  for (let sent = 0; sent < REQUESTS; sent += 1) await stage.send('orders', 'reviews', LIST);
  return stage.arrivals('reviews', 'v1').length;
}

/** What a controller for progressive delivery writes. */
function weights(stage: Stage, v1: number): KubernetesObject & { readonly spec: unknown } {
  const { host, port } = stage.addressOf('reviews');
  const to = (subset: string, weight: number): object => ({
    destination: { host, port: { number: port }, subset },
    weight,
  });
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: weightsName('reviews'), namespace: stage.pod('reviews').place.namespace },
    spec: { http: [{ name: 'primary', route: [to('v1', v1), to('v2', 100 - v1)] }] },
  };
}

/** Weights that a controller owns. */
export const delegate: Scenario = {
  name: 'delegate',
  title: 'Weights that a controller for progressive delivery owns',
  declare,
  pods: REVIEWS_CALLED,
  run,
  mutation: {
    weakens: 'the routes have weights of their own, half for each version',
    apply: changing('VirtualService', (spec) => ({
      ...spec,
      http: (spec.http as { delegate?: object }[]).map(({ delegate: owner, ...route }) =>
        owner === undefined ? route : { ...route, route: halves(spec.hosts as string[]) },
      ),
    })),
  },
};

function halves([host]: readonly string[]): readonly object[] {
  return ['v1', 'v2'].map((subset) => ({ destination: { host, subset }, weight: 50 }));
}
