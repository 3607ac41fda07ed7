import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import ts from 'typescript';
import {
  DataStore,
  ExternalService,
  GatewayTls,
  Identity,
  Mesh,
  MeshApp,
  MeshGateway,
  Probe,
  Prometheus,
  ServiceReference,
  Tracing,
} from '../../../constructs';
import { asString } from '../../../lib/pulumi';
import { sourcesIn, textOf } from '../../meta/sources';
import { aService } from '../../support/declare';
import { deploy } from './deployment';

interface Place {
  /** A value that the property takes. */
  readonly value: string;
  /** Gives `text` to the property. */
  readonly give: (chart: Chart, text: string) => void;
  /** What a finding calls it. */
  readonly prop: string;
}

const identity = Identity.of('bank', 'bank');
const called = (chart: Chart, callee: Parameters<ReturnType<typeof aService>['calls']>[0]): void =>
  void aService(chart, 'cart').calls(callee);

/** Every property that only passes a text on, by the place of its type. */
const PLACES: Readonly<Record<string, Place>> = {
  'WorkloadProps.image': {
    value: 'ghcr.io/acme/late:7',
    give: (chart, image) => void aService(chart, 'cart', { image }),
    prop: 'image',
  },
  'VersionProps.image': {
    value: 'ghcr.io/acme/late:7',
    give: (chart, image) =>
      void aService(chart, 'cart', { image: undefined, versions: { v7: { image } } }),
    prop: 'versions.v7.image',
  },
  'WorkloadProps.command': {
    value: '/late',
    give: (chart, text) => void aService(chart, 'cart', { command: [text] }),
    prop: 'command[0]',
  },
  'WorkloadProps.args': {
    value: '--late',
    give: (chart, text) => void aService(chart, 'cart', { args: [text] }),
    prop: 'args[0]',
  },
  EnvironmentValue: {
    value: 'late',
    give: (chart, text) => void aService(chart, 'cart', { env: { LATE: text } }),
    prop: 'env.LATE',
  },
  'WorkloadProps.podAnnotations': {
    value: 'late',
    give: (chart, note) => void aService(chart, 'cart', { podAnnotations: { note } }),
    prop: 'podAnnotations.note',
  },
  'HttpProbeOptions.headers': {
    value: 'late',
    give: (chart, Host) =>
      void aService(chart, 'cart', { readiness: Probe.http('/ready', { headers: { Host } }) }),
    prop: 'readiness.headers.Host',
  },
  'Probe.exec': {
    value: '/late',
    give: (chart, text) => void aService(chart, 'cart', { readiness: Probe.exec([text]) }),
    prop: 'readiness.command[0]',
  },
  'ExternalServiceProps.host': {
    value: 'late.example',
    give: (chart, host) => called(chart, new ExternalService(chart, 'cards', { host })),
    prop: 'host',
  },
  'DataStoreProps.host': {
    value: 'late.example',
    give: (chart, host) => called(chart, DataStore.postgres(chart, 'ledger', { host })),
    prop: 'host',
  },
  'DataStoreProps.address': {
    value: '10.1.2.3',
    give: (chart, address) => called(chart, DataStore.postgres(chart, 'ledger', { address })),
    prop: 'address',
  },
  'ServiceReferenceProps.host': {
    value: 'late.bank.svc.cluster.local',
    give: (chart, host) =>
      called(chart, ServiceReference.of(chart, 'bank', { host, port: 7007, identity })),
    prop: 'host',
  },
  'MeshGatewayProps.hosts': {
    value: 'late.example',
    give: (chart, host) => {
      const tls = GatewayTls.secret('shop-tls');
      new MeshGateway(chart, 'door', { hosts: [host], tls });
    },
    prop: 'hosts',
  },
  'TracingOptions.host': {
    value: 'late.example',
    give: (chart, host) => {
      new Mesh(chart, 'mesh', { tracing: Tracing.provider('spans', { host, port: 7007 }) });
      aService(chart, 'cart');
    },
    prop: 'tracing.host',
  },
  'ClusterDnsFacts.nodeLocalAddress': {
    value: '10.1.2.3',
    give: (chart, nodeLocalAddress) => {
      new Mesh(chart, 'mesh', { dns: { nodeLocalAddress } });
      aService(chart, 'cart');
    },
    prop: 'dns.nodeLocalAddress',
  },
  'PrometheusOperatorOptions.runbooks': {
    value: 'https://late.example/runbooks',
    give: (chart, runbooks) => {
      new Mesh(chart, 'mesh', { prometheus: Prometheus.operator({ runbooks }) });
      aService(chart, 'cart');
    },
    prop: 'prometheus.runbooks',
  },
};

/** The members and types in `file` whose type says that they take a token. */
function placesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && node.getText() === 'StringOrToken') {
      const owner = ts.findAncestor(node, isPlace);
      if (owner) found.push(nameOf(owner));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isPlace(
  node: ts.Node,
): node is ts.PropertySignature | ts.MethodDeclaration | ts.TypeAliasDeclaration {
  return (
    ts.isPropertySignature(node) || ts.isMethodDeclaration(node) || ts.isTypeAliasDeclaration(node)
  );
}

function nameOf(
  node: ts.PropertySignature | ts.MethodDeclaration | ts.TypeAliasDeclaration,
): string {
  const { parent } = node;
  const isMember = ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent);
  return isMember ? `${parent.name?.text}.${node.name.getText()}` : node.name.getText();
}

test('each property whose type says that it takes a token is tried here', () => {
  const declared = sourcesIn('constructs', 'lib')
    .filter((file) => !file.startsWith('lib/pulumi/'))
    .flatMap(placesIn);
  expect(declared.sort()).toEqual(Object.keys(PLACES).sort());
});

describe.each(Object.entries(PLACES))('%s', (_name, { value, give, prop }) => {
  test('takes a token, and the value arrives', async () => {
    const { registered } = await deploy((chart) => give(chart, asString(pulumi.output(value))));
    const text = JSON.stringify(registered.map(({ inputs }) => inputs));
    expect(text).toContain(value);
    expect(text).not.toContain('meshwrightoutput');
  });

  test('refuses the Output itself, and says what to write', () => {
    const told = errors((chart) => give(chart, pulumi.output(value) as unknown as string));
    expect(told).toContain(
      `MW0901 ${prop}: got a Pulumi Output, want text, in which \`asString\` stands for an Output; write asString(output), of meshwright/pulumi`,
    );
  });

  test('refuses what a template string made of an Output', () => {
    // eslint-disable-next-line @typescript-eslint/restrict-template-expressions, @typescript-eslint/no-base-to-string
    const told = errors((chart) => give(chart, `${pulumi.output(value)}`));
    expect(told).toContain(`MW0903 ${prop}: got the error text of an Output`);
    expect(told).toContain('write asString(output) inside the template string');
  });
});

function errors(build: (chart: Chart) => void): string {
  const app = new MeshApp({ log: () => undefined });
  build(new Chart(app, 'shop', { namespace: 'shop' }));
  return app.errors().join('\n');
}
