import { ApiObject } from 'cdk8s';
import { row, seen, type Row, type Scenario, type Theatre } from '../scenario';
import { UNREADY } from '../stages';
import { destroyed, shop } from './shop';

const IMPATIENCE = { LAB_AWAIT_SECONDS: '5' };

/** What only the cluster can say: the construct is named, and running again goes on from there. */
export const FAILURES: Scenario = {
  name: 'failures',
  play: async function* (theatre) {
    yield* takenNames(theatre);
    yield* unreadyPods(theatre);
    yield* undefinedKinds(theatre);
  },
};

async function* takenNames({ engine, kubectl }: Theatre): AsyncGenerator<Row> {
  const stack = await engine.stack('taken');
  await kubectl.run(['create', 'namespace', 'shop']);
  const existing = await stack.up(shop());
  const named = /\[shop\/namespace\/Resource\] create of shop failed/.test(existing.text);
  yield row('a namespace that exists is not taken over, and named', existing, [
    `named ${named}, ${existing.ok ? 'up' : 'stopped'}`,
    !existing.ok && named && /already exists/.test(existing.text),
  ]);
  const foreign = shop({ ownsNamespace: false });
  await kubectl.run(['create', 'serviceaccount', 'payments', '-n', 'shop']);
  const { metadata } = await kubectl.get<Identified>('serviceaccount', 'payments', '-n', 'shop');
  const taken = await stack.up(foreign);
  const told = /\[shop\/payments\/ServiceAccount\] create of shop\/payments failed/.test(
    taken.text,
  );
  yield row('an object of somebody else stops it, and its construct is named', taken, [
    `named ${told}, ${taken.ok ? 'up' : 'stopped'}`,
    !taken.ok && told,
  ]);
  const after = await kubectl.get<Identified>('serviceaccount', 'payments', '-n', 'shop');
  const isSame = after.metadata.resourceVersion === metadata.resourceVersion;
  yield seen('that object is left as it was', [isSame ? 'unchanged' : 'changed', isSame]);
  await kubectl.run(['delete', 'serviceaccount', 'payments', '-n', 'shop']);
  const resumed = await stack.up(foreign);
  const isPartial = resumed.unchanged > 0 && resumed.steps.length > 0;
  yield row('once it is gone, running again goes on from there', resumed, [
    `${resumed.unchanged} were there, ${resumed.steps.length} made`,
    resumed.ok && isPartial,
  ]);
  yield await destroyed({ kubectl }, stack);
  await kubectl.run(['delete', 'namespace', 'shop']);
}

interface Identified {
  readonly metadata: { readonly resourceVersion: string };
}

async function* unreadyPods({ engine, kubectl }: Theatre): AsyncGenerator<Row> {
  const impatient = await engine.stack('unready', { env: IMPATIENCE });
  const podAnnotations = { [UNREADY]: 'true' };
  const unready = await impatient.up(shop({ orders: { podAnnotations } }));
  const named = /\[shop\/orders\/Deployment-v1\] create of shop\/orders-v1 failed/.test(
    unready.text,
  );
  const isReasoned = /timed out waiting for 3 pods/.test(unready.text);
  const service = (await kubectl.try(['get', 'service', 'orders', '-n', 'shop'])).ok;
  yield row('pods that never get ready stop it; construct and reason are named', unready, [
    `named ${named}, reason ${isReasoned}, their Service ${service ? 'made' : 'not made'}`,
    !unready.ok && named && isReasoned && !service,
  ]);
  const stack = await engine.stack('unready');
  const repaired = await stack.up(shop());
  yield row('repaired, it goes on from there', repaired, [
    `${repaired.unchanged} were there, ${repaired.steps.length} steps`,
    repaired.ok && repaired.unchanged > 0,
  ]);
  yield await destroyed({ kubectl }, stack);
}

const WIDGET = { apiVersion: 'acme.example/v1', kind: 'Widget', metadata: { name: 'w' } };

async function* undefinedKinds({ engine, kubectl }: Theatre): AsyncGenerator<Row> {
  const stack = await engine.stack('undefined-kind');
  const withWidget = shop({ more: (chart) => void new ApiObject(chart, 'Widget', WIDGET) });
  const run = await stack.up(withWidget);
  const named = /\[shop\/Widget\] create of shop\/w failed/.test(run.text);
  yield row('a kind that the cluster does not know stops it, and its construct is named', run, [
    `named ${named}`,
    !run.ok && named && /no matches for kind/.test(run.text),
  ]);
  const defined = shop({
    more: (chart) => {
      new ApiObject(chart, 'Widget', WIDGET);
      new ApiObject(chart, 'Definition', widgetDefinition());
    },
  });
  const resumed = await stack.up(defined);
  const isMade = resumed.steps.includes('create Widget shop/w');
  yield row('defined by the same program, it comes after its definition', resumed, [
    `${resumed.unchanged} were there, Widget ${isMade ? 'made' : 'not made'}`,
    resumed.ok && isMade,
  ]);
  yield await destroyed({ kubectl }, stack);
}

function widgetDefinition() {
  const schema = { openAPIV3Schema: { type: 'object' } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.acme.example' },
    spec: {
      group: 'acme.example',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
