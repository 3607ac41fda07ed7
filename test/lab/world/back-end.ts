import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { until } from '../machine/until';
import type { PodPort } from './workloads';

/** A request that reached an application. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What an application does with a request: answers after a while, or closes the connection. */
export type Reply =
  | {
      readonly status: number;
      readonly afterMs?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | 'reset';

/** How an application behaves; it may change its mind at any time. */
export type Behaviour = (arrival: Arrival) => Reply | Promise<Reply>;

/** An application that is scripted and counts what arrives. */
export class BackEnd {
  public readonly arrivals: Arrival[] = [];
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  /** Requests that have no answer yet. */
  private open = 0;

  public constructor(public behaviour: Behaviour) {}

  /** Listens for requests of `protocol`. */
  public async listen(host: string, port: number, protocol: PodPort['protocol']): Promise<void> {
    const server = this.server(protocol);
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    this.servers.push(server);
  }

  /** Takes no more connections, and closes when every request is answered, or so many milliseconds are over. */
  public async end(withinMs: number): Promise<void> {
    for (const server of this.servers) server.close();
    const isIdle = (): true | undefined => (this.open === 0 ? true : undefined);
    await until('the last answer', isIdle, { forMs: withinMs }).catch(() => undefined);
    await this.close();
  }

  /** Stops listening at once. */
  public async close(): Promise<void> {
    const closed = this.servers.map((server) => new Promise((done) => server.close(done)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
    this.servers.length = 0;
  }

  /** Forgets the arrivals, and says how many there were. */
  public takeArrivals(): readonly Arrival[] {
    return this.arrivals.splice(0);
  }

  private server(protocol: PodPort['protocol']): Server {
    const serve = (request: Request, response: Response): void =>
      void this.serve(request, response);
    switch (protocol) {
      case 'http':
        return createServer({ keepAliveTimeout: 60_000 }, serve);
      case 'http2':
        return createHttp2Server(serve);
      case 'tcp':
        return createTcpServer((socket) => {
          socket.on('error', () => undefined);
          // a proxy connects before it knows whether it lets anything through: what arrives is what is said
          socket.once('data', () => {
            this.arrivals.push({ method: '', path: '', headers: {}, at: Date.now() });
            socket.end('+PONG\r\n');
          });
        });
    }
  }

  private async serve(request: Request, response: Response): Promise<void> {
    const { method = '', url = '', headers } = request;
    const arrival: Arrival = { method, path: url, headers, at: Date.now() };
    this.arrivals.push(arrival);
    this.open += 1;
    response.on('close', () => (this.open -= 1));
    request.resume();
    const reply = await this.behaviour(arrival);
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    const { status, afterMs = 0, body = '' } = reply;
    setTimeout(() => answer(response, { status, headers: reply.headers ?? {}, body }), afterMs);
  }
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

function answer(
  response: Response,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
): void {
  if (response.destroyed || response.socket?.destroyed) return;
  const isGrpc = response.req.headers['content-type']?.startsWith('application/grpc') ?? false;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!isGrpc) {
    response.statusCode = status;
    response.end(body);
    return;
  }
  // a status over 16 is HTTP's own
  response.statusCode = status > 16 ? status : 200;
  response.setHeader('content-type', 'application/grpc');
  if (status <= 16) response.addTrailers({ 'grpc-status': String(status) });
  response.end();
}

/** Always the same answer. */
export function always(status: number, afterMs = 0): Behaviour {
  return () => ({ status, afterMs });
}
