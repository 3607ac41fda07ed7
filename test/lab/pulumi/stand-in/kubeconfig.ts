import { readFileSync } from 'node:fs';

/** How an API server is reached. */
export interface Cluster {
  readonly server: URL;
  readonly token: string;
  readonly ca: Buffer;
}

/** A cluster that cannot be asked, as upstream's provider says it. */
export class Unreachable extends Error {
  public constructor(reason: string, cause: unknown) {
    const told = cause instanceof Error ? cause.message : String(cause);
    super(`configured Kubernetes cluster is unreachable: ${reason}: ${told}`, { cause });
  }
}

interface Kubeconfig {
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority': string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly 'current-context': string;
}

/** The cluster that `context` of KUBECONFIG leads to, or its current context; in the one form that the lab writes. */
export function readCluster(context: string | undefined): Cluster {
  try {
    const text = readFileSync(process.env.KUBECONFIG ?? '', 'utf8');
    return clusterIn(JSON.parse(text) as Kubeconfig, context);
  } catch (error) {
    const reason = 'unable to load Kubernetes client configuration from kubeconfig file';
    throw new Unreachable(reason, error);
  }
}

function clusterIn(config: Kubeconfig, context: string | undefined): Cluster {
  const { contexts, clusters, users } = config;
  const wanted = context ?? config['current-context'];
  const { cluster: of, user: by } = named(contexts, wanted, 'context').context;
  const { cluster } = named(clusters, of, 'cluster');
  const { user } = named(users, by, 'user');
  return {
    server: new URL(cluster.server),
    token: user.token,
    ca: readFileSync(cluster['certificate-authority']),
  };
}

function named<T extends { readonly name: string }>(
  list: readonly T[],
  name: string,
  what: string,
): T {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${what} "${name}" does not exist`);
  return found;
}
