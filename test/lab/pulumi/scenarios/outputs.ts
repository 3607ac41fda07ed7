import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { asString } from '../../../../lib/pulumi';
import { row, type Scenario } from '../scenario';
import { coreObject, shop } from './shop';

const SECRET = 'plain-as-day-4711';

/** A value that only another resource knows, and one that nobody may see. */
function program(isExposed: boolean): PulumiFn {
  return async () => {
    const other = new kubernetes.core.v1.ConfigMap('outside', {
      metadata: { name: 'outside', namespace: 'default' },
      data: { region: 'eu-1' },
    });
    const password = pulumi.secret(SECRET);
    await shop(() => ({
      orders: {
        env: {
          OUTSIDE: asString(other.metadata.uid),
          OUTSIDE_URL: `http://${asString(other.metadata.uid)}.example/`,
          ...(isExposed && { PASSWORD: asString(password) }),
        },
      },
      more: (chart) =>
        coreObject(chart, ['Secret', 'ledger'], { stringData: { password: asString(password) } }),
    }))();
  };
}

interface Pods {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: { env: { name: string; value: string }[] }[] };
    };
  };
}

/** Outputs on their way from one resource into the manifests of another. */
export const OUTPUTS: Scenario = {
  name: 'outputs',
  play: async function* ({ engine, kubectl }) {
    const stack = await engine.stack('outputs');
    const refused = await stack.preview(program(true));
    const told = /\[shop\/orders\/Deployment-v1\] MW0906 \S+: got an Output that is a secret/.test(
      refused.text,
    );
    yield row('preview refuses a secret in a Deployment, by construct and field', refused, [
      told ? 'MW0906' : 'not told',
      !refused.ok && told,
    ]);
    const preview = await stack.preview(program(false));
    yield row('preview of a value that nobody knows yet', preview, [
      `${preview.steps.length} to create`,
      preview.ok,
    ]);
    const up = await stack.up(program(false));
    const { metadata } = await kubectl.get<{ metadata: { uid: string } }>('configmap', 'outside');
    const deployment = await kubectl.get<Pods>('deployment', 'orders-v1', '-n', 'shop');
    const env = deployment.spec.template.spec.containers[0]?.env ?? [];
    const valueOf = (name: string) => env.find((variable) => variable.name === name)?.value;
    const isWhole = valueOf('OUTSIDE') === metadata.uid;
    const isInside = valueOf('OUTSIDE_URL') === `http://${metadata.uid}.example/`;
    yield row('up puts it in, alone and inside a text', up, [
      `${isWhole}, ${isInside}`,
      up.ok && isWhole && isInside,
    ]);
    const { data } = await kubectl.get<{ data: { password: string } }>(
      'secret',
      'ledger',
      '-n',
      'shop',
    );
    const arrived = Buffer.from(data.password, 'base64').toString() === SECRET;
    yield row('the secret is in the cluster', { ...up, seconds: 0 }, [String(arrived), arrived]);
    const state = stack.state();
    const clear = [SECRET, data.password].filter((text) => state.includes(text)).length;
    const encrypted = state.split('"ciphertext"').length - 1;
    yield row('the state has it encrypted, and nowhere in clear', { ...up, seconds: 0 }, [
      `${encrypted} ciphertexts, ${clear} in clear`,
      clear === 0 && encrypted > 0,
    ]);
    const again = await stack.up(program(false));
    yield row('up again changes nothing', again, [
      `${again.steps.length} steps`,
      again.ok && again.steps.length === 0,
    ]);
    const destroy = await stack.destroy();
    yield row('destroy', destroy, [`${destroy.steps.length} deleted`, destroy.ok]);
  },
};
