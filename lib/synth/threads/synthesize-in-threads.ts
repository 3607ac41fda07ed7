import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { refuseNumbered, writePaths, type AppsSummary } from '../app-writer';
import { finish, openOutput, prepare } from '../output/atomic-output';
import { closeStaging } from '../output/staging';
import { refuseTwice, WaitingFiles, type Places } from '../output/waiting-files';
import type { Synthesis } from '../synthesize';
import type { Part, Written } from './part';

/** Options of {@link synthesizeInThreads}. */
export interface ThreadsOptions {
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

  /**
   * Whether files of an earlier run are removed that end like ours and are not written again.
   *
   * @default false
   */
  readonly removesOthers?: boolean;
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
  let together: Written;
  try {
    const parts = Array.from({ length: threads }, (_, part) =>
      written({ module, outdir, places, part, parts: threads }),
    );
    together = joined(await settled(parts), places);
    if (together.summary.apps > 0) prepareAll(options, places, together);
  } catch (error) {
    closeStaging(places.staging);
    throw error;
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

/** What a thread of its own writes of one part. */
function written(part: Part): Promise<Written> {
  return new Promise((done, fail) => {
    const worker = new Worker(join(__dirname, 'worker.js'), { workerData: part });
    worker.once('message', done);
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
