import type { OrderStep } from '../../../../lib/pulumi';
import { audited, type Change } from '../audit';
import { row, seen, type Row, type Scenario } from '../scenario';
import { destroyed, shop } from './shop';

const v1 = { image: 'ghcr.io/acme/payments:1.4.2', weight: 90 };
const v2 = { image: 'ghcr.io/acme/payments:2.0.0', weight: 10 };

const ROUTE = 'virtualservices shop/payments';
const SUBSET = 'destinationrules shop/payments-v2';
const PODS = 'deployments shop/payments-v2';

/** What comes before what, by the order in which the API server was asked. */
export const ORDER: Scenario = {
  name: 'order',
  play: async function* ({ engine, kubectl, audit }) {
    const stack = await engine.stack('order');
    let order: readonly OrderStep[] = [];
    const versions = (...names: ('v1' | 'v2')[]) =>
      shop({
        payments: { versions: names.length === 1 ? { v1: { ...v1, weight: 100 } } : { v1, v2 } },
        then: (deployment) => void ({ order } = deployment),
      });
    let moment = audit.now();
    const up = await stack.up(versions('v1'));
    yield row('up of one version', up, [`${up.steps.length} created`, up.ok]);
    yield inOrder('each object was asked for after all that it waits for', {
      order,
      changes: audit.changesSince(moment),
      isReversed: false,
    });
    moment = audit.now();
    const added = await stack.up(versions('v1', 'v2'));
    yield row('a version more', added, [added.steps.join(', '), added.ok]);
    yield follows('its subset and its pods came before the route', audit.changesSince(moment), [
      [`put ${SUBSET}`, `put ${ROUTE}`],
      [`put ${PODS}`, `put ${ROUTE}`],
    ]);
    moment = audit.now();
    const removed = await stack.up(versions('v1'));
    yield row('a version less', removed, [removed.steps.join(', '), removed.ok]);
    yield follows('its subset and its pods went after the route', audit.changesSince(moment), [
      [`put ${ROUTE}`, `delete ${SUBSET}`],
      [`put ${ROUTE}`, `delete ${PODS}`],
    ]);
    moment = audit.now();
    yield await destroyed({ kubectl }, stack);
    yield inOrder('each object went before all that it waits for', {
      order,
      changes: audit.changesSince(moment),
      isReversed: true,
    });
  },
};

interface Observed {
  readonly order: readonly OrderStep[];
  readonly changes: readonly Change[];
  readonly isReversed: boolean;
}

function inOrder(promise: string, { order, changes, isReversed }: Observed): Row {
  const position = positions(changes);
  const verb = isReversed ? 'delete' : 'put';
  const at = (object: string): number => position.get(`${verb} ${audited(object)}`) ?? NaN;
  const pairs = order.flatMap(({ object, after }) =>
    after.map((other) => (isReversed ? ([object, other] as const) : ([other, object] as const))),
  );
  // what was not asked for at all has no place, and so none before another
  const wrong = pairs.filter(([first, then]) => !(at(first) < at(then)));
  const isThere = order.every(({ object }) => !Number.isNaN(at(object)));
  const told = wrong.map(([first, then]) => `${then} before ${first}`).join(', ');
  return seen(promise, [
    `${pairs.length} pairs of ${order.length} objects, ${wrong.length} the other way round ${told}`,
    isThere && pairs.length > 0 && wrong.length === 0,
  ]);
}

function follows(
  promise: string,
  changes: readonly Change[],
  pairs: readonly (readonly [string, string])[],
): Row {
  const position = positions(changes);
  const places = pairs.map((pair) => pair.map((text) => position.get(text) ?? NaN));
  const [measured, holds] = [
    pairs.map((pair, at) => pair.map((text, i) => `${text} #${places[at]?.[i]}`).join(' → ')),
    places.every(([first = NaN, then = NaN]) => first < then),
  ];
  return seen(promise, [measured.join('; '), holds]);
}

function positions(changes: readonly Change[]): ReadonlyMap<string, number> {
  const texts = changes.map(({ verb, object }) => `${verb} ${object}`);
  return new Map(texts.map((text, at) => [text, at]));
}
