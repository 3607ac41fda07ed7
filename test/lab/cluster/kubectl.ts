import { spawn } from 'node:child_process';
import { toolPath } from '../tools/cache';

/** Any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** An object as an API server has it. */
export interface StoredObject extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly resourceVersion: string };
}

/** What a call of kubectl came to. */
export interface Answer {
  readonly ok: boolean;
  readonly out: string;
  readonly error: string;
}

/** `kubectl` against one API server. */
export class Kubectl {
  public constructor(public readonly kubeconfig: string) {}

  /** Runs kubectl whatever comes of it. */
  public try(args: readonly string[], input = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = spawn(toolPath('kubectl'), ['--request-timeout=60s', ...args], {
        env: { KUBECONFIG: this.kubeconfig, HOME: '/nonexistent' },
        stdio: 'pipe',
      });
      let [out, error] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
      child.on('error', reject);
      child.on('close', (code) => resolve({ ok: code === 0, out, error: error.trim() }));
      // whoever ends without reading says why by its exit code
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  /** Runs kubectl, and throws what it says if it fails. */
  public async run(args: readonly string[], input = ''): Promise<string> {
    const { ok, out, error } = await this.try(args, input);
    if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${error}`);
    return out;
  }

  /** Applies objects on the server's side, in their order: as the server has them then. */
  public async apply(objects: readonly KubernetesObject[]): Promise<readonly StoredObject[]> {
    if (objects.length === 0) return [];
    const out = JSON.parse(await this.run([...APPLY, '-o', 'json'], documents(objects))) as
      StoredObject | { readonly items: readonly StoredObject[] };
    return 'items' in out ? out.items : [out];
  }

  /** What the API server would say to these objects. */
  public dryRun(objects: readonly KubernetesObject[]): Promise<Answer> {
    return this.try([...APPLY, '--dry-run=server'], documents(objects));
  }

  public async delete(objects: readonly KubernetesObject[]): Promise<void> {
    const args = ['delete', '--ignore-not-found', '--wait=false', '-f', '-'];
    if (objects.length > 0) await this.run(args, documents(objects));
  }

  /** Reads as JSON; `args` come after `get`. */
  public async get<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(['get', '-o', 'json', ...args])) as T;
  }
}

const APPLY = ['apply', '--server-side', '--force-conflicts', '-f', '-'];

function documents(items: readonly KubernetesObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
