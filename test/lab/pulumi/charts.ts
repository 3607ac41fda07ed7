import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { SOURCES } from '../places';
import { toolPath } from '../tools/cache';

const FOLDERS = ['base', 'gateway', 'istio-cni', 'istio-control/istio-discovery', 'ztunnel'];

/** Istio's own charts, in a repository on this machine. */
export interface ChartRepository {
  readonly url: string;
  /** The manifests that a chart of the last version makes of values, as one text. */
  render(chart: string, release: string, options: RenderOptions): string;
  close(): void;
}

interface RenderOptions {
  readonly namespace: string;
  readonly values: object;
}

/**
 * Packs the charts of the Istio that the lab is built from, under each version of `packed`, and serves them: Istio's releases
 * are packed from the same folders.
 */
export async function serveCharts(
  folder: string,
  packed: readonly string[],
): Promise<ChartRepository> {
  const repository = join(folder, 'charts');
  mkdirSync(repository);
  const source = join(istioFolder(), 'manifests', 'charts');
  for (const version of packed) {
    const versions = ['--version', version, '--app-version', version];
    for (const chart of FOLDERS) {
      run(toolPath('helm'), ['package', join(source, chart), ...versions, '-d', repository]);
    }
  }
  run(toolPath('helm'), ['repo', 'index', repository]);
  const server = await serve(repository);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    render: (chart, release, { namespace, values }) => {
      const pack = join(repository, `${chart}-${packed.at(-1)}.tgz`);
      const args = ['template', release, pack, '--namespace', namespace, '--values', '-'];
      return run(toolPath('helm'), args, JSON.stringify(values));
    },
    close: () => void server.close(),
  };
}

/** The folder of the module, from the cache of the builds or from the proxy, by the checksum that is pinned. */
function istioFolder(): string {
  const pins = join(SOURCES, 'tools', 'istio');
  const text = run('go', ['-C', pins, 'mod', 'download', '-json', 'istio.io/istio']);
  return (JSON.parse(text) as { Dir: string }).Dir;
}

function run(program: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return stdout;
  throw new Error(`${basename(program)} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

async function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = '' }, answer) => {
    createReadStream(join(folder, basename(url)))
      .on('error', () => answer.writeHead(404).end())
      .pipe(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
