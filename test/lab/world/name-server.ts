import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';

/** A name server on loopback that knows the names of what is outside the mesh, and nothing else. */
export class NameServer {
  private readonly addresses = new Map<string, string>();

  private constructor(
    /** `address:port`. */
    public readonly endpoint: string,
  ) {}

  /** Starts to answer; it does not keep the lab from ending. */
  public static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    socket.unref();
    const server = new NameServer(`127.0.0.1:${socket.address().port}`);
    socket.on('message', (message, { address, port }) => {
      socket.send(server.answer(message), port, address);
    });
    return server;
  }

  /** From now on `name` has `address`. */
  public set(name: string, address: string): void {
    this.addresses.set(name, address);
  }

  private answer(message: Buffer): Buffer {
    const { id, questions = [] } = decode(message);
    const answers = questions.flatMap(({ name, type }) => {
      const data = this.addresses.get(name);
      return type === 'A' && data !== undefined ? [{ type, name, data, ttl: 5 } as const] : [];
    });
    return encode({ type: 'response', id: id ?? 0, questions, answers });
  }
}
