import type { App } from 'cdk8s';
import { AppWriter, writePaths, type WriteHooks } from './app-writer';
import { writeAtomically } from './output/atomic-output';
import { ProgressBar, type Total } from './progress-bar';
import { validated, type ValidApp } from './render';

/** Options of {@link synthesize}. */
export interface SynthesizeOptions extends WriteHooks {
  /**
   * Whether files of an earlier run are removed that end like ours and are not written again. cdk8s leaves them.
   *
   * @default false
   */
  readonly removesOthers?: boolean;
}

/** What one synthesis wrote. */
export interface Synthesis {
  /** The files, by their path in the output folder, sorted. */
  readonly files: readonly string[];
  /** How many manifests are in them. */
  readonly objects: number;
}

/**
 * Writes what `app.synth()` of cdk8s writes, byte for byte, for any cdk8s app: in time that grows with what is
 * rendered and no faster, and all files or none.
 *
 * Throws, and leaves the folder as it is, where a construct's validation fails, dependencies go round in a circle, a
 * value cannot be written, two objects would share a file, or the disk refuses. Do not call it from within a
 * validation or a `Lazy`.
 */
export function synthesize(app: App, options: SynthesizeOptions = {}): Synthesis {
  return writeValid([validated(app)], options);
}

/**
 * Writes the charts of several apps into the one folder that all of them name, as if they were one app.
 *
 * Give the apps by a generator: each is then built, written and forgotten before the next, so that memory does not
 * grow with their number. Charts of different apps cannot depend on each other, and `YamlOutputType.FILE_PER_APP` is
 * refused, as two files of one name are.
 */
export function synthesizeShards(apps: Iterable<App>, options: SynthesizeOptions = {}): Synthesis {
  return writeValid(validatedEach(apps), options, 'unknown');
}

function* validatedEach(apps: Iterable<App>): Generator<ValidApp> {
  for (const app of apps) yield validated(app);
}

/** Writes apps that nothing is wrong with into the one folder that all of them name. */
export function writeValid(
  apps: Iterable<ValidApp>,
  options: SynthesizeOptions,
  total: Total = 'known',
): Synthesis {
  const iterator = apps[Symbol.iterator]();
  let next = iterator.next();
  if (next.done === true) return { files: [], objects: 0 };
  const { outdir, outputFileExtension } = next.value.app;
  const removes = options.removesOthers === true ? outputFileExtension : undefined;
  const bar = new ProgressBar(total);
  const { onProgress = bar.show } = options;
  const writer = new AppWriter(outdir, { ...options, onProgress });
  try {
    const files = writeAtomically({ path: outdir, removes }, (output) => {
      for (; next.done !== true; next = iterator.next()) writer.write(next.value, output);
      writePaths(writer.summarized(), output);
    });
    return { files, objects: writer.objects };
  } finally {
    bar.clear();
  }
}
