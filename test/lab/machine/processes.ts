import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentOf, guardRun } from './guard';
import { Hopeless } from './until';

/** What to run. */
export interface Command {
  /** Its log is called so. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const GRACE_MS = 8_000;

/** A process that the lab started, as a group of its own. */
export class RunningProcess {
  /** What it printed so far. */
  public readonly log: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  public constructor(
    private readonly command: Command,
    folder: string,
  ) {
    this.log = join(folder, `${command.name}.log`);
    const out = openSync(this.log, 'a');
    this.child = spawn(command.program, command.args, {
      detached: true,
      cwd: command.cwd ?? folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        ...environmentOf(folder),
        ...command.env,
      },
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    this.ended = new Promise((resolve) => {
      this.child.on('error', () => resolve());
      this.child.on('close', () => resolve());
    });
  }

  public get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Throws, with the end of the log, if the process has ended. */
  public mustRun(): void {
    const { exitCode, signalCode, pid } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) return;
    const tail = readFileSync(this.log, 'utf8').split('\n').slice(-12).join('\n');
    throw new Hopeless(
      `${this.command.name} ended (${exitCode ?? signalCode ?? 'no start'}):\n${tail}`,
    );
  }

  /** Sends `signal` to the process and everything it started. */
  public signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // the group is gone, which is what was wanted
    }
  }

  /** Ends it, by force after a grace. */
  public async stop(): Promise<void> {
    this.signal('SIGTERM');
    const grace = new AbortController();
    const late = sleep(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined);
    await Promise.race([this.ended, late]);
    grace.abort();
    this.signal('SIGKILL');
    await this.ended;
  }
}

/** Everything that the lab started. None of it outlives this process, and the folder does not either. */
export class Processes {
  private readonly running = new Set<RunningProcess>();

  public constructor(private readonly folder: string) {
    guardRun(folder);
    process.on('exit', () => {
      for (const each of this.running) each.signal('SIGKILL');
    });
  }

  /** Starts a process; its log is in the folder of this run. */
  public start(command: Command): RunningProcess {
    const started = new RunningProcess(command, this.folder);
    this.running.add(started);
    return started;
  }

  /** Stops those processes, and forgets them. */
  public async stop(these: readonly RunningProcess[]): Promise<void> {
    await Promise.all(these.map((each) => each.stop()));
    for (const each of these) this.running.delete(each);
  }

  /** The groups of everything that runs. */
  public get groups(): readonly number[] {
    return [...this.running].map(({ pid }) => pid);
  }

  /** Stops everything, the last one first. */
  public async stopAll(): Promise<void> {
    for (const each of [...this.running].reverse()) await this.stop([each]);
  }
}
