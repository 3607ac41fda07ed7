import { request } from 'node:https';
import { readCluster, Unreachable } from './kubeconfig';
import { configuredContext } from './sdk';

/** Any object of the API server. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly generation?: number;
  };
  readonly [field: string]: unknown;
}

/** An answer of the API server that is no success. */
export class ApiError extends Error {
  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Kind {
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** The API server that this provider is configured for. */
export class Api {
  private readonly cluster = readCluster(configuredContext());
  private readonly kinds = new Map<string, Promise<ReadonlyMap<string, Kind>>>();

  public get(object: KubeObject): Promise<KubeObject | undefined> {
    return this.pathOf(object).then((path) => this.send('GET', path).catch(ignoreMissing));
  }

  public list(path: string): Promise<readonly KubeObject[]> {
    return this.send('GET', path).then((list) => list.items as readonly KubeObject[]);
  }

  /** Applies on the server's side, as the field manager `pulumi`. */
  public async apply(object: KubeObject, isDryRun = false): Promise<KubeObject> {
    const force = object.metadata.annotations?.['pulumi.com/patchForce'] === 'true';
    const query = `fieldManager=pulumi&force=${force}${isDryRun ? '&dryRun=All' : ''}`;
    return this.send('PATCH', `${await this.pathOf(object)}?${query}`, object);
  }

  public async delete(object: KubeObject): Promise<void> {
    await this.send('DELETE', `${await this.pathOf(object)}?propagationPolicy=Foreground`).catch(
      ignoreMissing,
    );
  }

  private async pathOf({ apiVersion, kind, metadata }: KubeObject): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const found = (await this.kindsOf(root)).get(kind);
    if (found === undefined) {
      // it may have been defined since
      this.kinds.delete(root);
      throw new ApiError(404, `no matches for kind "${kind}" in version "${apiVersion}"`);
    }
    const place = found.isNamespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${root}${place}/${found.plural}/${metadata.name}`;
  }

  private kindsOf(root: string): Promise<ReadonlyMap<string, Kind>> {
    const known = this.kinds.get(root) ?? this.readKinds(root);
    this.kinds.set(root, known);
    known.catch(() => this.kinds.delete(root));
    return known;
  }

  private async readKinds(root: string): Promise<ReadonlyMap<string, Kind>> {
    const { resources } = (await this.send('GET', root).catch((error: unknown) => {
      if (isMissing(error)) return { resources: [] };
      throw error;
    })) as unknown as { resources: { name: string; kind: string; namespaced: boolean }[] };
    const own = resources.filter(({ name }) => !name.includes('/'));
    return new Map(
      own.map(({ name, kind, namespaced }) => [kind, { plural: name, isNamespaced: namespaced }]),
    );
  }

  private send(method: string, path: string, body?: object): Promise<KubeObject> {
    const { server, token, ca } = this.cluster;
    return new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${token}`,
        'User-Agent': 'pulumi-resource-kubernetes/stand-in',
        ...(body !== undefined && { 'Content-Type': 'application/apply-patch+yaml' }),
      };
      const call = request(new URL(path, server), { method, headers, ca }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status < 300) resolve(JSON.parse(text) as KubeObject);
          else reject(new ApiError(status, messageIn(text)));
        });
      });
      call.on('error', (error) => {
        const reason = 'unable to load schema information from the API server';
        reject(new Unreachable(reason, error));
      });
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** What an answer that is no success says; for a group that is not there it is no JSON. */
function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.trim();
  }
}

/** Whether `error` says that an object, or its kind or namespace, is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
