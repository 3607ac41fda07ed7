import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { connect } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { unprivileged } from './low-ports';

/** A request that a pod sends, through its proxy. */
export interface Call {
  /** Host as the program knows it. */
  readonly host: string;
  readonly port: number;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Response {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly tookMs: number;
}

// longer than any deadline under test
const PATIENCE_MS = 60_000;

/** Sends one request to what listens at `address`, on a connection of its own. */
export function send(address: string, call: Call): Promise<Response> {
  return exchange(httpRequest, { ...optionsOf(address, call), agent: new Agent() });
}

/** The same over TLS; the server must have this certificate, for the host of the call. */
export function sendTls(address: string, call: Call, certificate: string): Promise<Response> {
  const options = { ...optionsOf(address, call), agent: new HttpsAgent() };
  return exchange(httpsRequest, { ...options, ca: certificate, servername: call.host });
}

function optionsOf(address: string, call: Call): RequestOptions {
  const { host, port, method = 'GET', path = '/', headers = {} } = call;
  return {
    host: address,
    port: unprivileged(port),
    method,
    path,
    headers: { ...headers, host: `${host}:${port}` },
    timeout: PATIENCE_MS,
  };
}

async function exchange<O extends RequestOptions>(
  start: (options: O, answered: (message: IncomingMessage) => void) => ClientRequest,
  options: O,
): Promise<Response> {
  const started = performance.now();
  const answer = await new Promise<Omit<Response, 'tookMs'>>((resolve) => {
    const none = (): void => resolve({ status: 0, headers: {}, body: '' });
    const request = start(options, (message) => void read(message).then(resolve, none));
    request.on('timeout', () => request.destroy()).on('error', none);
    request.end();
  });
  return { ...answer, tookMs: performance.now() - started };
}

async function read(message: IncomingMessage): Promise<Omit<Response, 'tookMs'>> {
  let body = '';
  for await (const chunk of message.setEncoding('utf8')) body += chunk as string;
  return { status: message.statusCode ?? 0, headers: message.headers, body };
}

/** Sends one gRPC request; the status is gRPC's own, or HTTP's where that is not 200. */
export async function sendRpc(address: string, call: Call): Promise<Response> {
  const { host, port, path = '/', headers = {} } = call;
  const started = performance.now();
  const session = connect(`http://${address}:${unprivileged(port)}`);
  const answer = await new Promise<Omit<Response, 'tookMs'>>((resolve) => {
    const none = (): void => resolve({ status: 0, headers: {}, body: '' });
    session.on('error', none);
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      ':authority': `${host}:${port}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    let status = 0;
    let grpc: number | undefined;
    const note = (fields: Record<string, unknown>): void => {
      if (fields['grpc-status'] !== undefined) grpc = Number(fields['grpc-status']);
    };
    stream.on('response', (fields) => {
      status = fields[':status'] ?? 0;
      note(fields);
    });
    stream.on('trailers', note);
    stream.setTimeout(PATIENCE_MS, () => stream.close());
    stream.on('error', none).on('data', () => undefined);
    stream.on('close', () =>
      resolve({ status: status === 200 ? (grpc ?? 0) : status, headers: {}, body: '' }),
    );
    // an empty message: not compressed, no byte long
    stream.end(Buffer.alloc(5));
  });
  session.destroy();
  return { ...answer, tookMs: performance.now() - started };
}

/** Whether what listens at `address` answers whoever connects and asks. */
export function connects(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: address, port: unprivileged(port), timeout: PATIENCE_MS });
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false)).on('close', () => resolve(false));
    socket.on('timeout', () => socket.destroy());
  });
}
