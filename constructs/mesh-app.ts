import { App, type AppProps } from 'cdk8s';
import { writeAtomically } from '../lib/synth/atomic-output';
import { summaryText, type SummarizedObject } from '../lib/synth/summary';
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
   * @default - standard error
   */
  readonly log?: (text: string) => void;
}

const DEFAULT_OUTDIR = 'dist/manifests';

/**
 * A cdk8s app that writes all of its files or none, and says what it wrote, what was loosened, and every warning.
 *
 * A stock `App` works too; it prints errors alone.
 */
export class MeshApp extends App {
  private readonly log: (text: string) => void;
  private staging: string | undefined;

  public constructor(props: MeshAppProps = {}) {
    const { log, ...appProps } = props;
    const outdir = props.outdir ?? process.env.CDK8S_OUTDIR ?? DEFAULT_OUTDIR;
    super({ ...appProps, outdir });
    this.log = log ?? ((text) => void process.stderr.write(text));
    // cdk8s writes to `outdir`, so that is where it is told to write while files are collected
    Object.defineProperty(this, 'outdir', { get: () => this.staging ?? outdir });
  }

  /**
   * Writes the manifests.
   *
   * Throws an error that lists every finding of level error of every construct; the files of an earlier run then stay
   * as they were.
   */
  public override synth(): void {
    this.refuseErrors();
    const { outdir: folder, outputFileExtension: extension } = this;
    const files = writeAtomically({ path: folder, extension }, (staging) => {
      this.staging = staging;
      try {
        super.synth();
      } finally {
        this.staging = undefined;
      }
    });
    const findings = Registry.of(this).findings();
    this.log(summaryText({ folder, files, objects: this.objects(), findings }));
  }

  /** Every finding of level error, and every other error that cdk8s would report, a line each. */
  public errors(): readonly string[] {
    return this.node
      .findAll()
      .flatMap(({ node }) =>
        node.validate().map((text) => (node.path === '' ? text : `[${node.path}] ${text}`)),
      );
  }

  private refuseErrors(): void {
    const errors = this.errors();
    if (errors.length === 0) return;
    const error = new Error(
      `nothing was written, ${count(errors.length)}:\n${errors.map((line) => `  ${line}`).join('\n')}`,
    );
    // where in our code it was found out helps nobody
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }

  private objects(): readonly SummarizedObject[] {
    return this.charts.flatMap((chart) => chart.toJson() as SummarizedObject[]);
  }
}

function count(errors: number): string {
  return errors === 1 ? '1 error' : `${errors} errors`;
}
