import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

test('without any configuration, everything is deployed and nothing is installed', () => {
  expect(readSettings(configOf({}))).toEqual({
    applications: ['bookinfo', 'online-boutique'],
    reviews: 'by-user',
    zones: undefined,
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
    installIstio: 'true',
    context: 'eu',
    gatewayService: 'istio-system/istio-ingressgateway',
    printOrder: 'true',
    zones: '["eu-1a", "eu-1b"]',
  };
  expect(Object.keys(values).sort()).toEqual([...SETTING_KEYS]);
  expect(readSettings(configOf(values))).toEqual({
    applications: ['bookinfo'],
    reviews: 'ninety-ten',
    zones: ['eu-1a', 'eu-1b'],
    installsIstio: true,
    context: 'eu',
    gatewayService: 'istio-system/istio-ingressgateway',
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
])('%s %s is refused with what it got and wants', (key, text, got, want) => {
  expect(refusal({ [key]: text })).toBe(
    `meshwright:${key}: got ${got}, want ${want}; pulumi config set meshwright:${key} …`,
  );
});

test('everything that is wrong is told at once', () => {
  const told = refusal({ applications: '["a", "b"]', reviews: 'some', gatewayService: '' });
  expect(told.split('\n').map((line) => line.slice(0, line.indexOf(', want')))).toEqual([
    'meshwright:applications: got "a"',
    'meshwright:applications: got "b"',
    'meshwright:reviews: got "some"',
    'meshwright:gatewayService: got ""',
  ]);
});

const project = parse(readFileSync(join(__dirname, '..', '..', 'Pulumi.yaml'), 'utf8')) as {
  name: string;
  main: string;
  config: Record<string, { default?: unknown }>;
};

test('Pulumi.yaml declares no key that nobody reads, and its defaults are ours', () => {
  expect(SETTING_KEYS).toEqual(expect.arrayContaining(Object.keys(project.config)));
  const defaults = Object.entries(project.config).flatMap(([key, { default: value }]) =>
    value === undefined
      ? []
      : [[key, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  );
  expect(readSettings(configOf(Object.fromEntries(defaults)))).toEqual(readSettings(configOf({})));
});
