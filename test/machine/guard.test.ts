import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GUARD = join(__dirname, '..', 'lab', 'machine', 'guard.sh');
const { PATH } = process.env;

/** A shell that has started another in a group and session of its own. */
function family(env: Readonly<Record<string, string>>): ChildProcess {
  const program = `
    const { spawn } = require('node:child_process');
    spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).on('spawn', function () { console.log(this.pid); });
    setInterval(() => undefined, 1000);
  `;
  return spawn(process.execPath, ['-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH, ...env },
  });
}

async function pidOfChild(parent: ChildProcess): Promise<number> {
  const [text] = (await once(parent.stdout as NonNullable<typeof parent.stdout>, 'data')) as [
    Buffer,
  ];
  return Number(text.toString());
}

/** Whether the process has not ended; one that nobody has asked about yet stays in the books when it has. */
function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) if (runs(pid)) process.kill(pid, 'SIGKILL');
});

interface Played {
  readonly folder: string;
  /** Whether parent and child of a run, and of another run, are there at the end. */
  readonly own: readonly boolean[];
  readonly other: readonly boolean[];
}

/** What is left of two runs once the guard of one of them has read to the end. */
async function play(env: Readonly<Record<string, string>> = {}): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  writeFileSync(join(folder, 'state'), 'secret');
  const parents = [folder, `${folder}-of-another`].map((run) => family({ RUN_OF_TEST: run }));
  const children = await Promise.all(parents.map(pidOfChild));
  const pids = parents.map(({ pid = 0 }, at) => [pid, children[at] ?? 0]);
  started.push(...pids.flat());
  const guard = spawn('/bin/sh', [GUARD, `RUN_OF_TEST=${folder}`, folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { PATH, ...env },
  });
  // as the end of whoever holds it does
  guard.stdin?.end();
  await once(guard, 'close');
  const [own = [], other = []] = pids.map((each) => each.map(runs));
  return { folder, own, other };
}

// the lab's programs run on Linux, and the guard finds them in /proc
const suite = existsSync('/proc/self/environ') ? describe : describe.skip;

suite('the guard of a run', () => {
  test('whatever belongs to a run ends with it, in whatever session, and nothing else does', async () => {
    const { folder, own, other } = await play();
    expect(own).toEqual([false, false]);
    expect(other).toEqual([true, true]);
    expect(existsSync(folder)).toBe(false);
  });

  test('files are kept where somebody wants to look at them', async () => {
    const { folder } = await play({ LAB_KEEP: '1' });
    expect(existsSync(join(folder, 'state'))).toBe(true);
  });
});
