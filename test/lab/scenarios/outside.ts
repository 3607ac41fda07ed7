import type { Chart } from 'cdk8s';
import { createServer } from 'node:https';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExternalService, MeshNamespace, Operation, Tls } from '../../../constructs';
import { asking, trusting } from '../world/additions';
import { resolver } from '../world/bootstrap';
import { certificateOf } from '../world/certificate';
import { send } from '../world/client';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, service } from './service';

const HOST = 'api.cards.example';
const PORT = 8443;
const OTHER_HOST = 'api.other.example';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const cards = new ExternalService(chart, 'cards', {
    host: HOST,
    port: PORT,
    tls: Tls.originate(),
    operations: { pay: Operation.unsafe('POST /payments') },
  });
  service(chart, 'payments').calls(cards.operations.pay, { timeout: PATIENT });
  service(chart, 'orders');
}

async function run({ stage, rows, theatre }: Play): Promise<void> {
  const { address } = theatre.addresses.next();
  theatre.names.set(HOST, address);
  await stage.apply([asking(resolver(theatre.names.endpoint), stage.pod('payments').place)]);
  const [own, foreign] = await Promise.all([HOST, OTHER_HOST].map(certificateOf));
  if (own === undefined || foreign === undefined) throw new Error('two certificates');
  const names: string[] = [];
  const server = createServer({
    cert: own.cert,
    key: own.private,
    SNICallback: (name, done) => {
      names.push(name);
      done(null);
    },
  }).on('request', (_, response) => void response.end());
  await new Promise<void>((resolve) => server.listen(PORT, address, resolve));
  const pay = async (from: string): Promise<number> => {
    const call = { host: HOST, port: 80, method: 'POST', path: '/payments' };
    return (await send(stage.pod(from).place.outbound, call)).status;
  };
  const refused = (reason: string): Promise<number> =>
    stage.proxy('payments').stat(`cluster.outbound|80||${HOST};.${reason}`);
  try {
    await stage.settle();
    rows.exactly('a certificate that nobody vouches for', 503, await pay('payments'));
    rows.atLeast('… which the proxy refuses', 1, await refused('ssl.fail_verify_error'));
    const authorities = join(theatre.mesh.machine.folder, 'authorities.pem');
    writeFileSync(authorities, `${own.cert}\n${foreign.cert}\n`);
    await stage.apply([trusting({ host: HOST, file: authorities }, stage.pod('payments').place)]);
    await stage.settle();
    names.length = 0;
    rows.exactly('plain HTTP of the program, TLS outside', 200, await pay('payments'));
    rows.exactly('… with the server name', HOST, names[0] ?? 'none');
    server.setSecureContext({ cert: foreign.cert, key: foreign.private });
    server.closeAllConnections();
    rows.exactly('a valid certificate of another host', 503, await pay('payments'));
    rows.atLeast('… which the proxy refuses', 1, await refused('ssl.fail_verify_san'));
    rows.exactly('a service that declares no call gets no answer', 0, await pay('orders'));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** What is outside the mesh. */
export const outside: Scenario = {
  name: 'outside',
  title: 'TLS to what is outside the mesh',
  declare,
  pods: [
    { of: 'payments', isProxied: true },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'the name in the certificate is not compared',
    apply: changing(
      'DestinationRule',
      (spec) => {
        const policy = spec.trafficPolicy as object;
        return { ...spec, trafficPolicy: { ...policy, tls: { mode: 'SIMPLE', sni: HOST } } };
      },
      'cards',
    ),
  },
};
