import { App, type AppProps } from 'cdk8s';
import { isInspecting } from '../lib/synth/inspection';
import { errorsIn, validatedTogether, yamlOf, type ValidApp } from '../lib/synth/render';
import { loosenings, summaryText } from '../lib/synth/summary';
import { writeValid } from '../lib/synth/synthesize';
import { Registry } from './registry';

/** Props of a {@link MeshApp}. */
export interface MeshAppProps extends AppProps {
  /**
   * The folder that is written to.
   *
   * @default - what `cdk8s synth` says, else `dist/manifests`
   */
  readonly outdir?: string;

  /**
   * Takes the summary of each synthesis.
   *
   * @default - standard error, where a bar shows the progress on a terminal after a second
   */
  readonly log?: (text: string) => void;
}

const DEFAULT_OUTDIR = 'dist/manifests';

/**
 * A cdk8s app that writes all of its files or none, and says what it wrote, what was loosened, and every warning.
 *
 * A stock `App` works too; it prints errors alone, and takes longer the more charts there are.
 */
export class MeshApp extends App {
  /**
   * Writes the manifests of several apps, each to its own folder.
   *
   * Throws one error that lists every finding of level error in all of them; nothing is then written.
   */
  public static synthAll(apps: readonly MeshApp[]): void {
    if (isInspecting()) return;
    for (const valid of validatedTogether(apps)) valid.app.write(valid);
  }

  private readonly log: ((text: string) => void) | undefined;

  public constructor(props: MeshAppProps = {}) {
    const { log, ...appProps } = props;
    super({ ...appProps, outdir: props.outdir ?? process.env.CDK8S_OUTDIR ?? DEFAULT_OUTDIR });
    this.log = log;
  }

  /**
   * Writes the manifests.
   *
   * Throws an error that lists every finding of level error of every construct; the files of an earlier run then stay
   * as they were.
   */
  public override synth(): void {
    MeshApp.synthAll([this]);
  }

  /** The manifests of all charts as one text; nothing is written. Throws where {@link synth} does. */
  public override synthYaml(): string {
    return yamlOf(this);
  }

  /** Every finding of level error, and every other error that cdk8s would report, a line each. */
  public errors(): readonly string[] {
    return errorsIn(this);
  }

  private write(valid: ValidApp): void {
    const loosened: string[] = [];
    const { files, objects } = writeValid([valid], {
      removesOthers: true,
      onManifest: (manifest) => loosened.push(...loosenings(manifest)),
      // a program that takes the summary has the terminal to itself
      ...(this.log && { onProgress: () => undefined }),
    });
    const verdict = Registry.of(this).verdict();
    const log = this.log ?? ((text) => void process.stderr.write(text));
    log(summaryText({ folder: this.outdir, files, objects, loosened, ...verdict }));
  }
}
