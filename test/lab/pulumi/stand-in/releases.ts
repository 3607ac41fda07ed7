import { spawn } from 'node:child_process';
import type { Provider } from '@pulumi/pulumi/provider';
import { configuredContext } from './sdk';
import { canonical, unwrap } from './wire';

/** Type of a resource that is one release of a chart. */
export const RELEASE = 'kubernetes:helm.sh/v3:Release';

interface Release {
  readonly name: string;
  readonly chart: string;
  readonly namespace: string;
  readonly version: string;
  readonly repositoryOpts: { readonly repo: string };
  readonly values: Readonly<Record<string, unknown>>;
  readonly atomic: boolean;
  readonly skipAwait: boolean;
}

type Outputs = Release & { readonly __inputs: Release };

/** Charts, by Helm's own command, where the real provider has Helm's library. */
export class Releases implements Omit<Provider, 'version'> {
  public check(_urn: string, _olds: unknown, news: Release) {
    return Promise.resolve({ inputs: news });
  }

  public diff(_id: string, _urn: string, olds: Outputs, news: Release) {
    const changes = canonical(unwrap(olds.__inputs)) !== canonical(unwrap(news));
    return Promise.resolve({ changes });
  }

  public async create(_urn: string, inputs: Release) {
    const { name, namespace } = inputs;
    return { id: `${namespace}/${name}`, outs: await put('install', inputs) };
  }

  public async update(_id: string, _urn: string, _olds: Outputs, news: Release) {
    return { outs: await put('upgrade', news) };
  }

  public read(id: string, _urn: string, props: Outputs) {
    return Promise.resolve({ id, props, inputs: props.__inputs });
  }

  public async delete(_id: string, _urn: string, { name, namespace }: Outputs): Promise<void> {
    await helm(['uninstall', name, '--namespace', namespace, '--wait', '--ignore-not-found']);
  }
}

async function put(command: 'install' | 'upgrade', inputs: Release): Promise<object> {
  const release = unwrap(inputs) as Release;
  const { name, chart, namespace, version, repositoryOpts, values } = release;
  // as Helm 3 waits: for the address of a load balancer, too
  const waits = [
    ...(release.skipAwait ? [] : ['--wait=legacy']),
    ...(release.atomic ? ['--rollback-on-failure'] : []),
  ];
  const place = ['--namespace', namespace, '--version', version, '--repo', repositoryOpts.repo];
  const text = JSON.stringify(values);
  await helm([command, name, chart, ...place, ...waits, '--values', '-'], text);
  return { ...inputs, status: { name, namespace, version, status: 'deployed' }, __inputs: inputs };
}

function helm(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    // found on the PATH, as the engine finds this plugin
    const context = configuredContext();
    const place = context === undefined ? [] : ['--kube-context', context];
    const child = spawn('helm', [...args, ...place], { stdio: 'pipe' });
    let [out, error] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`helm ${args.slice(0, 3).join(' ')}: ${error.trim()}`));
    });
    child.stdin.end(input);
  });
}
