import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { asString } from '../../../../lib/pulumi';
import { row, seen, type Scenario } from '../scenario';
import { coreObject, destroyed, shop } from './shop';

const SECRET = 'plain-as-day-4711';
/** What the engine writes in the place of a value that is not known yet. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** A value that only another resource knows, and one that nobody may see. */
function program(isExposed: boolean): PulumiFn {
  return async () => {
    const other = new kubernetes.core.v1.ConfigMap('outside', {
      metadata: { name: 'outside', namespace: 'default' },
      data: { region: 'eu-1' },
    });
    const password = pulumi.secret(SECRET);
    await shop({
      orders: {
        env: {
          OUTSIDE: asString(other.metadata.uid),
          OUTSIDE_URL: `http://${asString(other.metadata.uid)}.example/`,
          ...(isExposed && { PASSWORD: asString(password) }),
        },
      },
      more: (chart) =>
        coreObject(chart, ['Secret', 'ledger'], { stringData: { password: asString(password) } }),
    })();
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
  play: async function* ({ engine, kubectl, folder }) {
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
    const planned = environmentOf(preview.inputs('Deployment shop/orders-v1') as Pods | undefined);
    const isUnknown = ['OUTSIDE', 'OUTSIDE_URL'].every((name) => planned(name) === UNKNOWN);
    yield row('preview shows a value that nobody knows yet as unknown', preview, [
      `${preview.steps.length} to create, unknown ${isUnknown}`,
      preview.ok && isUnknown,
    ]);
    const up = await stack.up(program(false));
    const { metadata } = await kubectl.get<{ metadata: { uid: string } }>('configmap', 'outside');
    const deployment = await kubectl.get<Pods>('deployment', 'orders-v1', '-n', 'shop');
    const valueOf = environmentOf(deployment);
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
    yield seen('the secret is in the cluster', [String(arrived), arrived]);
    const encrypted = stack.state().split('"ciphertext"').length - 1;
    const clear = filesWith([SECRET, data.password], [engine.root, folder]);
    const isPrinted = [refused, preview, up].some(({ text }) => text.includes(SECRET));
    yield seen('the state has it encrypted; no file of the engine and no log has it in clear', [
      `${encrypted} ciphertexts, printed ${isPrinted}, in clear in ${clear.join(', ') || 'no file'}`,
      clear.length === 0 && encrypted > 0 && !isPrinted,
    ]);
    const again = await stack.up(program(false));
    yield row('up again changes nothing', again, [
      `${again.steps.length} steps`,
      again.ok && again.steps.length === 0,
    ]);
    yield await destroyed({ kubectl }, stack);
  },
};

function environmentOf(deployment: Pods | undefined): (name: string) => string | undefined {
  const env = deployment?.spec.template.spec.containers[0]?.env ?? [];
  return (name) => env.find((variable) => variable.name === name)?.value;
}

/** Files below `folders` that hold one of `texts`, but for etcd's own: the cluster has to know the secret. */
function filesWith(texts: readonly string[], [engine, run]: readonly [string, string]): string[] {
  const files = [
    ...readdirSync(engine, { recursive: true, withFileTypes: true }),
    ...readdirSync(run, { withFileTypes: true }),
  ];
  return files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => texts.some((text) => readFileSync(path).includes(text)));
}
