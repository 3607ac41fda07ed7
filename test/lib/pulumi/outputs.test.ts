import * as pulumi from '@pulumi/pulumi';
import * as kubernetes from '@pulumi/kubernetes';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-27';
import { DataStore, ExternalService, MeshApp } from '../../../constructs';
import { asString, ChartDeployment } from '../../../lib/pulumi';
import { aService } from '../../support/declare';
import { record, SECRET_MARK, UNKNOWN, type Registration } from '../../support/pulumi-recorder';
import { deploy, failure } from './deployment';

interface Variable {
  readonly name: string;
  readonly value: unknown;
}

function environment(registered: readonly Registration[], name: string): Record<string, unknown> {
  const { inputs } = registered.find((each) => each.name === name) ?? {};
  const spec = inputs?.spec as { template: { spec: { containers: [{ env: Variable[] }] } } };
  const { env } = spec.template.spec.containers[0];
  return Object.fromEntries(env.map((variable) => [variable.name, variable.value]));
}

function inputsOf(registered: readonly Registration[], kind: string): Record<string, unknown> {
  return registered.find(({ type }) => type.endsWith(`:${kind}`))?.inputs ?? {};
}

test('an Output arrives alone, inside a text, as a number, and through an EnvValue', async () => {
  const { registered } = await deploy((chart) => {
    const host = asString(pulumi.output('db.example'));
    aService(chart, 'cart', {
      env: {
        HOST: host,
        URL: `postgres://${host}:${asString(pulumi.output(5432))}/carts`,
        VALUE: EnvValue.fromValue(host),
      },
    });
  });
  expect(environment(registered, 'shop/cart-v1')).toEqual({
    HOST: 'db.example',
    URL: 'postgres://db.example:5432/carts',
    VALUE: 'db.example',
  });
});

test('every property that is only passed on takes one', async () => {
  const { registered } = await deploy((chart) => {
    const cart = aService(chart, 'cart', {
      image: `ghcr.io/acme/cart@${asString(pulumi.output(`sha256:${'a'.repeat(64)}`))}`,
      args: [asString(pulumi.output('--fast'))],
      podAnnotations: { note: asString(pulumi.output('Ünicode: "quoted"')) },
    });
    const cards = new ExternalService(chart, 'cards', {
      host: asString(pulumi.output('cards.example')),
    });
    const ledger = DataStore.postgres(chart, 'ledger', {
      address: asString(pulumi.output('10.1.2.3')),
    });
    cart.calls(cards);
    cart.calls(ledger);
  });
  const text = JSON.stringify(registered.map(({ inputs }) => inputs));
  expect(text).not.toContain('meshwrightoutput');
  expect(text).toContain(`ghcr.io/acme/cart@sha256:${'a'.repeat(64)}`);
  expect(text).toContain('"--fast"');
  expect(text).toContain(JSON.stringify('Ünicode: "quoted"'));
  expect(text).toContain('"hosts":["cards.example"]');
  expect(text).toContain('"cidr":"10.1.2.3/32"');
});

test('what is computed from an address is computed when it is known', async () => {
  const { registered } = await deploy((chart) => {
    const address = asString(pulumi.output('2001:db8::7'));
    const ledger = DataStore.postgres(chart, 'ledger', { address });
    const cart = aService(chart, 'cart', { env: { LEDGER: ledger.address() } });
    cart.calls(ledger);
  });
  expect(environment(registered, 'shop/cart-v1')).toEqual({ LEDGER: '[2001:db8::7]:5432' });
  const cidrs = JSON.stringify(inputsOf(registered, 'NetworkPolicy')).match(/2001[^"]*/g);
  expect(cidrs).toEqual(['2001:db8::7/128']);
});

test('a JSON patch and an object of somebody else take one', async () => {
  const { registered } = await deploy((chart) => {
    const spec = { text: `<${asString(pulumi.output('inside'))}>`, list: ['a'] };
    const widget = { apiVersion: 'acme.example/v1', kind: 'Widget', metadata: { name: 'w' }, spec };
    const object = new ApiObject(chart, 'widget', widget);
    object.addJsonPatch(JsonPatch.add('/spec/list/0', asString(pulumi.output('patched'))));
  });
  expect(inputsOf(registered, 'Widget').spec).toEqual({ text: '<inside>', list: ['patched', 'a'] });
});

test('a value that nobody knows yet is unknown in the preview, and one that is computed with it', async () => {
  const { registered } = await record(
    () => {
      const other = new kubernetes.core.v1.ConfigMap('other', {});
      const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
      aService(chart, 'cart', {
        env: { ID: asString(other.metadata.uid), PATH: `/${asString(other.metadata.uid)}` },
      });
      new ChartDeployment('shop', { chart });
    },
    { isPreview: true, outputs: () => ({}) },
  );
  expect(environment(registered, 'shop/cart-v1')).toEqual({ ID: UNKNOWN, PATH: UNKNOWN });
});

test('whoever takes an Output waits for the resource that it comes from', async () => {
  const { registered } = await record(() => {
    const other = new kubernetes.core.v1.ConfigMap('other', { data: { key: 'value' } });
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    aService(chart, 'cart', { env: { KEY: asString(other.data.apply((data) => `${data.key}`)) } });
    new ChartDeployment('shop', { chart });
  });
  const deployment = registered.find(({ name }) => name === 'shop/cart-v1');
  expect(deployment?.after).toContain('ConfigMap other');
});

test('a secret stays one in the data of a Secret', async () => {
  const { registered } = await deploy((chart) => {
    const password = asString(pulumi.secret('of-nobody'));
    new Secret(chart, 'secret', { stringData: { url: `redis://:${password}@cache` } });
  });
  const { stringData } = inputsOf(registered, 'Secret') as { stringData: Record<string, unknown> };
  expect(Object.keys(stringData)).toContain(SECRET_MARK);
  expect(stringData.value).toEqual({ url: 'redis://:of-nobody@cache' });
});

test.each(['', 'redis://:'])(
  'a secret in anything else is refused, by construct and field, after "%s"',
  async (before) => {
    const { registered, printed } = await deploy((chart) => {
      const password = `${before}${asString(pulumi.secret('of-nobody'))}`;
      aService(chart, 'cart', { env: { PASSWORD: password } });
    });
    expect(printed.join('\n')).toContain(
      '[shop/cart/Deployment-v1] MW0906 spec.template.spec.containers[0].env[0].value: got an Output that is a secret, want secrets in Secrets alone, since whoever may read the object reads it; put it into a Secret and refer to that, or say why not: asString(output, { exposed: … })',
    );
    expect(JSON.stringify([registered.map(({ inputs }) => inputs), printed])).not.toContain(
      'of-nobody',
    );
  },
);

test('a secret that is unknown yet is refused in the preview already', async () => {
  const { printed } = await record(
    () => {
      const other = new kubernetes.core.v1.Secret(
        'other',
        {},
        { additionalSecretOutputs: ['data'] },
      );
      const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
      const password = pulumi.secret(other.data.apply((data) => `${data.key}`));
      aService(chart, 'cart', { env: { PASSWORD: asString(password) } });
      new ChartDeployment('shop', { chart });
    },
    { isPreview: true, outputs: () => ({}) },
  );
  expect(printed.join('\n')).toContain('[shop/cart/Deployment-v1] MW0906');
});

test('a secret that may be seen says why, in the object, and is one for Pulumi', async () => {
  const { registered } = await deploy((chart) => {
    const password = asString(pulumi.secret('of-nobody'), { exposed: 'the image knows no files' });
    aService(chart, 'cart', { env: { PASSWORD: password } });
  });
  const { metadata, spec } = inputsOf(registered, 'Deployment');
  const { annotations } = metadata as { annotations: unknown };
  expect(annotations).toEqual({ 'meshwright.dev/loosened-secret': 'the image knows no files' });
  expect(JSON.stringify(spec)).toContain(SECRET_MARK);
});

test('an exposure without a reason is refused', () => {
  expect(() => asString(pulumi.output('x'), { exposed: ' ' })).toThrow('`exposed` takes a reason');
});

test.each(['', 'inside '])(
  'an Output without a value fails, and says so, after "%s"',
  async (before) => {
    const nothing = pulumi.output(undefined) as unknown as pulumi.Output<string>;
    const { printed } = await deploy((chart) => {
      aService(chart, 'cart', { env: { A: `${before}${asString(nothing)}` } });
    });
    expect(printed.join('\n')).toContain(
      '[shop/cart/Deployment-v1] MW0912 spec.template.spec.containers[0].env[0].value: got an Output without a value, want a value once it is known; give it one: output.apply((value) => value ?? …)',
    );
  },
);

test('what is no Output comes back as it is', () => {
  expect([asString('text'), asString(7), asString(false)]).toEqual(['text', '7', 'false']);
});

test('one Output has one text, of lower-case letters and digits alone', () => {
  const output = pulumi.output('value');
  expect(asString(output)).toBe(asString(output));
  expect(asString(output)).toMatch(/^[a-z0-9]{1,63}$/);
  expect(asString(pulumi.output('value'))).not.toBe(asString(output));
});

const name = () => asString(pulumi.output('late'));

test('in objects of somebody else, names and keys refuse one too', async () => {
  const told = await failure(
    deploy((chart) => {
      const data = { [name()]: 'value' };
      new ApiObject(chart, 'odd', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: name() },
        data,
      });
    }),
  );
  expect(told).toContain('[shop/odd] MW0905 metadata.name: got "<Output>"');
  expect(told).toContain('[shop/odd] MW0905 data.<Output>: got "<Output>"');
});

test('a text that looks like one and is none of this program is refused', async () => {
  const told = await failure(
    deploy((chart) => {
      asString(pulumi.output('one'));
      const data = {
        a: asString(pulumi.output('two')).toUpperCase(),
        b: 'meshwrightoutput99999999',
      };
      new ApiObject(chart, 'odd', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'odd' },
        data,
      });
    }),
  );
  expect(told).toContain('[shop/odd] MW0910 data.a');
  expect(told).toContain('[shop/odd] MW0910 data.b');
});

const config = { apiVersion: 'v1', kind: 'ConfigMap' };

/** A ConfigMap of somebody else with this text. */
function foreign(chart: Chart, text: unknown): void {
  new ApiObject(chart, 'alone', { ...config, metadata: { name: 'alone' }, data: { a: text } });
}

/** A ConfigMap of somebody else with this text in a patch. */
function patched(chart: Chart, text: unknown): void {
  const object = new ApiObject(chart, 'patched', { ...config, metadata: { name: 'patched' } });
  object.addJsonPatch(JsonPatch.add('/data', { b: text }));
}

// eslint-disable-next-line @typescript-eslint/restrict-template-expressions, @typescript-eslint/no-base-to-string
const stringified = `http://${pulumi.output('late')}/`;

const WANT_TOKEN = 'want text, in which `asString` stands for an Output';

test('in objects of somebody else, what a template string made of an Output is refused', async () => {
  const told = await failure(
    deploy((chart) => {
      foreign(chart, stringified);
      patched(chart, stringified);
    }),
  );
  for (const place of ['alone] MW0903 data.a', 'patched] MW0903 data.b']) {
    expect(told).toContain(
      `[shop/${place}: got the error text of an Output, ${WANT_TOKEN}; write asString(output) inside the template string`,
    );
  }
});

test('what is synthesized refuses it as well', () => {
  const app = new MeshApp({ log: () => undefined });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  aService(chart, 'cart');
  foreign(chart, stringified);
  expect(app.errors().join('\n')).toContain(
    `MW0903 ConfigMap alone: data.a: got the error text of an Output, ${WANT_TOKEN}`,
  );
});

test.each([
  ['[shop/alone] MW0901 data.a', foreign],
  ['[shop/patched] MW0901 addJsonPatch /data', patched],
])('an Output itself is told as %s', async (place, build) => {
  const told = await failure(deploy((chart) => build(chart, pulumi.output('late'))));
  expect(told).toBe(
    `nothing of shop was registered, 1 error:\n  ${place}: got a Pulumi Output, ${WANT_TOKEN}; write asString(output), of meshwright/pulumi`,
  );
});
