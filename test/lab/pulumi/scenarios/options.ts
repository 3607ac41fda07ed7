import type { PulumiFn } from '@pulumi/pulumi/automation';
import type { ObjectOptions } from '../../../../lib/pulumi';
import type { Kubectl } from '../../cluster/kubectl';
import { row, seen, type Row, type Scenario } from '../scenario';
import { coreObject, destroyed, shop, touches } from './shop';

/** What is said of one object alone: the engine and the provider keep to it. */
export const OPTIONS: Scenario = {
  name: 'options',
  play: async function* ({ engine, kubectl }) {
    const stack = await engine.stack('options', { env: { LAB_AWAIT_SECONDS: '20' } });
    const inTransform = { transforms: [() => ({ props: kept('eu-7'), opts: {} })] };
    const first = await stack.up(withConfigMap('eu-1', inTransform));
    yield row('up with a transform of one object', first, [
      `${first.steps.length} created`,
      first.ok,
    ]);
    yield await regionIs(kubectl, 'eu-7');
    const ignoring = { ignoreChanges: ['data'] };
    yield await touches(stack, ['a change that is ignored', withConfigMap('eu-2', ignoring)], []);
    yield await touches(
      stack,
      ['the same change, not ignored', withConfigMap('eu-2')],
      ['update ConfigMap shop/kept'],
    );
    await stack.up(withConfigMap('eu-2', { protect: true }));
    const refused = await stack.up(shop());
    const told = /kept.*(protected|protect)/s.test(refused.text);
    yield row('what is protected is not deleted, and the update stops', refused, [
      `${refused.ok ? 'up' : 'stopped'}, told ${told}`,
      !refused.ok && told,
    ]);
    yield await regionIs(kubectl, 'eu-2');
    const impatient = await stack.up(withConfigMap('eu-2', { waitFor: WAITING }));
    const named = /\[shop\/ConfigMap-kept\] update of shop\/kept failed/.test(impatient.text);
    yield row(
      'what is waited for and does not come stops it, and its construct is named',
      impatient,
      [
        `${impatient.ok ? 'up' : 'stopped'}, named ${named}`,
        !impatient.ok && named && impatient.text.includes(WAITING),
      ],
    );
    await stack.up(withConfigMap('eu-2', { retainOnDelete: true }));
    yield await touches(
      stack,
      ['what is retained is forgotten', shop()],
      ['delete ConfigMap shop/kept'],
    );
    yield await regionIs(kubectl, 'eu-2');
    yield await destroyed({ kubectl }, stack);
  },
};

const WAITING = 'jsonpath={.data.done}=yes';

function kept(region: string) {
  const metadata = { name: 'kept', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { region } };
}

function withConfigMap(region: string, options: ObjectOptions = {}): PulumiFn {
  return shop({
    more: (chart) => coreObject(chart, ['ConfigMap', 'kept'], { data: { region } }),
    options: (_object, { kind }) => (kind === 'ConfigMap' ? options : undefined),
  });
}

async function regionIs(kubectl: Kubectl, wanted: string): Promise<Row> {
  const path = 'jsonpath={.data.region}';
  const found = await kubectl.run(['get', 'configmap', 'kept', '-n', 'shop', '-o', path]);
  return seen('the cluster has what that comes to', [found, found === wanted]);
}
