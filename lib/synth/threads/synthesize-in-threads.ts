import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { refuseNumbered, writePaths, type AppsSummary, type WriteHooks } from '../app-writer';
import { finish, openOutput, prepare } from '../output/atomic-output';
import { closeStaging } from '../output/staging';
import { refuseTwice, WaitingFiles, type Places } from '../output/waiting-files';
import { ProgressBar } from '../progress-bar';
import type { Synthesis, SynthesizeOptions } from '../synthesize';
import type { Message, Part, Progress, Written } from './part';

/**
 * Options of {@link synthesizeInThreads}.
 *
 * A manifest is not handed from thread to thread: `onManifest` is for what one thread writes.
 */
export interface ThreadsOptions extends Omit<SynthesizeOptions, 'onManifest'> {
  /**
   * The path of a JavaScript module that exports `shards(part, parts)`: the apps of one part of the system, of which
   * there are `parts`, numbered from 0. Each thread loads it anew, so nothing in it is shared.
   */
  readonly module: string;

  /** The folder that every app names. */
  readonly outdir: string;

  /**
   * How many threads; 1 or more.
   *
   * @default - as many as the machine runs at a time
   */
  readonly threads?: number;
}

/**
 * Writes the charts of many apps into one folder, each thread its part: `synthesizeShards` for systems of thousands of
 * services, where loading a program once for each thread takes less time than rendering its part.
 *
 * The files are those that one thread would write, all or none. Rejects where a part throws: with the error of the
 * first part that does.
 */
export async function synthesizeInThreads(options: ThreadsOptions): Promise<Synthesis> {
  const { module, outdir, threads = availableParallelism() } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`threads: got ${threads}, want a whole number of 1 or more`);
  }
  const places = openOutput({ path: outdir });
  const bar = new ProgressBar('unknown');
  const take = summed(options.onProgress ?? bar.show);
  let together: Written;
  try {
    const parts = Array.from({ length: threads }, (_, part) =>
      written({ module, outdir, places, part, parts: threads }, take),
    );
    together = joined(await settled(parts), places);
    if (together.summary.apps > 0) prepareAll(options, places, together);
  } catch (error) {
    closeStaging(places.staging);
    throw error;
  } finally {
    bar.clear();
  }
  finish(places);
  return { files: [...together.names].sort(), objects: together.objects };
}

function prepareAll(
  { outdir, removesOthers = false }: ThreadsOptions,
  places: Places,
  { names, moved, summary }: Written,
): void {
  const removes = removesOthers ? summary.extension : undefined;
  prepare({ path: outdir, removes }, places, { names: new Set(names), moved });
}

type TakeProgress = (part: number, progress: Progress) => void;

/** Takes the progress of each part, and hands on that of all. */
function summed(onProgress: NonNullable<WriteHooks['onProgress']>): TakeProgress {
  const progressOf = new Map<number, Progress>();
  return (part, progress) => {
    progressOf.set(part, progress);
    const all = [...progressOf.values()];
    const sum = (count: keyof Progress): number =>
      all.reduce((total, each) => total + each[count], 0);
    onProgress(sum('done'), sum('known'));
  };
}

/** What a thread of its own writes of one part. */
async function written(part: Part, take: TakeProgress): Promise<Written> {
  // loaded here, since most programs need one thread
  const { Worker } = await import('node:worker_threads');
  return new Promise((done, fail) => {
    const worker = new Worker(join(__dirname, 'worker.js'), { workerData: part });
    worker.on('message', (message: Message) => {
      if ('written' in message) done(message.written);
      else take(part.part, message.progress);
    });
    worker.once('error', fail);
    worker.once('exit', (code) => {
      fail(new Error(`${part.module} ended its thread with exit code ${code}`));
    });
  });
}

/** Waits for all, since files of the others are being written while one fails. */
async function settled(parts: readonly Promise<Written>[]): Promise<readonly Written[]> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}

/** What all threads have written, as if one had. */
function joined(parts: readonly Written[], places: Places): Written {
  const names = new Set<string>();
  for (const name of parts.flatMap((part) => part.names)) {
    refuseTwice(names, name, places.path);
    names.add(name);
  }
  const summary = summaryOf(parts);
  refuseNumbered(summary);
  const paths = new WaitingFiles(places);
  writePaths(summary, paths);
  return {
    names: [...names, ...paths.names],
    moved: [...parts.flatMap(({ moved }) => moved), ...paths.moved],
    objects: parts.reduce((sum, part) => sum + part.objects, 0),
    summary,
  };
}

function summaryOf(parts: readonly Written[]): AppsSummary {
  const all = parts.map(({ summary }) => summary);
  const recorded = all.flatMap(({ paths }) => Object.entries(paths ?? {}));
  return {
    apps: all.reduce((sum, { apps }) => sum + apps, 0),
    isNumbered: all.some(({ isNumbered }) => isNumbered),
    extension: all.find(({ extension }) => extension !== undefined)?.extension,
    paths: recorded.length === 0 ? undefined : Object.fromEntries(recorded),
  };
}
