import { createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_PORT, BACKEND_PORT, LISTENER_PORT } from './envoy-bootstrap.mjs';

const HOST = '127.0.0.1';

/** An application that answers as the request asks: `x-answer: 500`, `x-take: 50` milliseconds. */
export async function startBackend() {
  const server = createServer(async ({ headers }, response) => {
    await sleep(Number(headers['x-take'] ?? 0));
    response.writeHead(Number(headers['x-answer'] ?? 200)).end();
  });
  await new Promise((done) => server.listen(BACKEND_PORT, HOST, done));
  return server;
}

/** One request: its status, its headers and how long it took. */
export function send({ method = 'GET', path = '/', headers = {}, port = LISTENER_PORT } = {}) {
  const started = Date.now();
  return new Promise((done, fail) => {
    const sent = request({ host: HOST, port, method, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          ms: Date.now() - started,
        }),
      );
    });
    sent.on('error', fail).end();
  });
}

/** The statuses of `count` requests, one after the other. */
export async function statuses(count, options) {
  const seen = [];
  for (let sent = 0; sent < count; sent += 1) seen.push((await send(options)).status);
  return seen;
}

/** The sum of Envoy's statistics whose names end with `name`. */
export async function statistic(name) {
  const { body } = await send({ port: ADMIN_PORT, path: '/stats' });
  const lines = body.split('\n').map((line) => line.split(': '));
  const found = lines.filter(([key]) => key.endsWith(name));
  return found.length === 0 ? undefined : found.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** Waits until Envoy listens; at most ten seconds. */
export async function untilReady() {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await send({ port: ADMIN_PORT, path: '/ready' }).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error('Envoy does not get ready');
}
