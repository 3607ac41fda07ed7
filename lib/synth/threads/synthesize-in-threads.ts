import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { finish, openOutput, prepare, type Files } from '../output/atomic-output';
import { closeStaging } from '../output/staging';
import { refuseTwice, type Places } from '../output/waiting-files';
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
   * The ending of files of an earlier run that are removed unless they are written again.
   *
   * @default - none are
   */
  readonly removes?: string;
}

/**
 * Writes the charts of many apps into one folder, each thread its part: `synthesizeShards` for systems of thousands of
 * services, where loading a program once for each thread takes less time than rendering its part.
 *
 * The files are those that one thread would write, all or none. Rejects where a part throws: with the error of the
 * first part that does.
 */
export async function synthesizeInThreads(options: ThreadsOptions): Promise<Synthesis> {
  const { module, outdir, removes, threads = availableParallelism() } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Error(`threads: got ${threads}, want a whole number of 1 or more`);
  }
  const folder = { path: outdir, removes };
  const places = openOutput(folder);
  let all: Together;
  try {
    const parts = Array.from({ length: threads }, (_, part) =>
      written({ module, outdir, places, part, parts: threads }),
    );
    all = together(await settled(parts), places);
    prepare(folder, places, all);
  } catch (error) {
    closeStaging(places.staging);
    throw error;
  }
  finish(places);
  return { files: [...all.names].sort(), objects: all.objects };
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

interface Together extends Files {
  readonly objects: number;
}

function together(parts: readonly Written[], { path }: Places): Together {
  const names = new Set<string>();
  for (const name of parts.flatMap((part) => part.names)) {
    refuseTwice(names, name, path);
    names.add(name);
  }
  const objects = parts.reduce((sum, part) => sum + part.objects, 0);
  return { names, moved: parts.flatMap(({ moved }) => moved), objects };
}
