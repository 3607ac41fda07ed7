import { createServer, type Server } from 'node:net';

/** Ports of 127.0.0.1 that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen('127.0.0.1', 0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const LOCK_PORT = 15_999;
const FIRST_NETWORK = 64;
const NETWORKS = 64;

/**
 * Second octet of a part of 127.0.0.0/8 that no other lab on this machine uses.
 *
 * A listener holds it until the process ends.
 */
export async function reserveNetwork(): Promise<number> {
  for (let network = FIRST_NETWORK; network < FIRST_NETWORK + NETWORKS; network += 1) {
    try {
      (await listen(`127.${network}.0.1`, LOCK_PORT)).unref();
      return network;
    } catch {
      // another lab's
    }
  }
  throw new Error(`${NETWORKS} labs run on this machine, and there is no address left`);
}

function listen(host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}
