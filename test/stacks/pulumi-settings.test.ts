import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { readSettings, SETTING_KEYS, type ConfigReader } from '../../stacks/pulumi-settings';

/** A configuration as Pulumi has it: texts, of which some are JSON. */
function configOf(values: Readonly<Record<string, string>>): ConfigReader {
  const read = <T>(key: string): T | undefined => {
    const text = values[key];
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  return {
    get: (key) => values[key],
    getBoolean: (key) => read<boolean>(key),
    getObject: <T>(key: string) => read<T>(key),
  };
}

function refusal(values: Readonly<Record<string, string>>): string {
  try {
    readSettings(configOf(values));
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

test('without any configuration, everything is deployed and nothing is installed', () => {
  expect(readSettings(configOf({}))).toEqual({
    applications: ['bookinfo', 'online-boutique'],
    reviews: 'by-user',
    zones: ['us-central1-a', 'us-central1-b', 'us-central1-c'],
    installsIstio: false,
    context: undefined,
    gatewayService: undefined,
    printsOrder: false,
  });
});

test('every key is read', () => {
  const values = {
    applications: '["bookinfo"]',
    reviews: 'ninety-ten',
    installIstio: 'false',
    context: 'eu',
    gatewayService: 'edge/gateway',
    printOrder: 'true',
    zones: '["eu-1a", "eu-1b"]',
  };
  expect(Object.keys(values).sort()).toEqual([...SETTING_KEYS]);
  expect(readSettings(configOf(values))).toEqual({
    applications: ['bookinfo'],
    reviews: 'ninety-ten',
    zones: ['eu-1a', 'eu-1b'],
    installsIstio: false,
    context: 'eu',
    gatewayService: 'edge/gateway',
    printsOrder: true,
  });
});

test.each([
  ['applications', '["shop"]', '"shop"', 'a list of some of bookinfo, online-boutique'],
  ['applications', '[]', '[]', 'a list of some of bookinfo, online-boutique'],
  ['applications', '"bookinfo"', '"bookinfo"', 'a list of some of bookinfo, online-boutique'],
  ['gatewayService', 'gateway', '"gateway"', 'namespace/name of a Service'],
  ['zones', '"eu-1a"', '"eu-1a"', 'a list of zones'],
  ['zones', '[7]', '[7]', 'a list of zones'],
  ['zones', '[""]', '[""]', 'a list of zones'],
  ['zones', '["bad zone!"]', '["bad zone!"]', 'a list of zones'],
])('%s %s is refused with what it got and wants', (key, text, got, want) => {
  expect(refusal({ [key]: text })).toBe(
    `meshwright:${key}: got ${got}, want ${want}; pulumi config set meshwright:${key} …`,
  );
});

test('the empty text is no context and no gateway, and no zones are any', () => {
  const settings = readSettings(configOf({ context: '', gatewayService: '', zones: '[]' }));
  expect([settings.context, settings.gatewayService]).toEqual([undefined, undefined]);
  expect(settings.zones).toEqual([]);
});

test('the gateway that is installed is read by its installation, and no other beside it', () => {
  const ours = { installIstio: 'true', gatewayService: 'istio-system/istio-ingressgateway' };
  for (const config of [ours, { installIstio: 'true' }]) {
    expect(readSettings(configOf(config))).toMatchObject({
      installsIstio: true,
      gatewayService: undefined,
    });
  }
  expect(refusal({ ...ours, gatewayService: 'edge/gateway' })).toBe(
    'meshwright:gatewayService: got "edge/gateway", want istio-system/istio-ingressgateway, which installIstio installs; pulumi config set meshwright:gatewayService …',
  );
});

test('everything that is wrong is told at once', () => {
  const told = refusal({ applications: '["a", "b"]', reviews: 'some', gatewayService: 'gateway' });
  expect(told.split('\n').map((line) => line.slice(0, line.indexOf(', want')))).toEqual([
    'meshwright:applications: got "a"',
    'meshwright:applications: got "b"',
    'meshwright:reviews: got "some"',
    'meshwright:gatewayService: got "gateway"',
  ]);
});

const project = parse(readFileSync(join(__dirname, '..', '..', 'Pulumi.yaml'), 'utf8')) as {
  name: string;
  main: string;
  config: Record<string, { type: string; default: unknown }>;
};

test('Pulumi.yaml declares every key that is read and no other, with a type and our default', () => {
  expect(Object.keys(project.config).sort()).toEqual([...SETTING_KEYS]);
  const defaults = Object.entries(project.config).map(([key, { type, default: value }]) => {
    expect([key, type]).toEqual([key, Array.isArray(value) ? 'array' : typeof value]);
    return [key, typeof value === 'string' ? value : JSON.stringify(value)] as const;
  });
  expect(readSettings(configOf(Object.fromEntries(defaults)))).toEqual(readSettings(configOf({})));
});
