import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

// below those that a kernel gives outgoing connections, of which one could come before the program that is to listen
const FIRST_PORT = 20_000;
const PORTS = 10_000;

/** Ports of 127.0.0.1 that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen('127.0.0.1', port);
    await new Promise((done) => server.close(done));
    return true;
  } catch {
    return false;
  }
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
