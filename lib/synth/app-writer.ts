import type { App } from 'cdk8s';
import { filesOf } from './files';
import type { ChartsInOrder } from './order/charts-in-order';
import type { Output } from './output/waiting-files';
import type { ValidApp } from './render';
import { yamlPieces, type Rendered } from './yaml/pieces';

/** Who is told what while an app is written. */
export interface WriteHooks {
  /**
   * Takes each manifest when it has been rendered.
   *
   * @default - nobody does
   */
  readonly onManifest?: (manifest: unknown) => void;

  /**
   * Takes the number of objects that are done, and of those that are known so far.
   *
   * @default - a bar on standard error does, where that is a terminal, after a second
   */
  readonly onProgress?: (done: number, known: number) => void;
}

/** What several apps have in common. */
export interface AppsSummary {
  apps: number;
  /** Whether names of files have numbers in front, since charts depend on each other. */
  isNumbered: boolean;
  /** How the names of files end; undefined as long as there is no app. */
  extension: string | undefined;
  /** Paths of constructs by the names of objects, where an app wants them recorded. */
  paths: Record<string, { readonly path: string }> | undefined;
}

/** Several apps have one folder, and no order among their charts. */
export function refuseNumbered({ apps, isNumbered }: AppsSummary): void {
  if (apps < 2 || !isNumbered) return;
  throw new Error(
    'charts depend on each other, and would be numbered in each app anew; put all charts into one app, or remove the dependencies',
  );
}

/** Writes where the constructs of objects are, where an app wants that. */
export function writePaths({ paths }: AppsSummary, output: Output): void {
  if (paths === undefined) return;
  const text = JSON.stringify({ version: '1.0.0', resources: paths });
  output.write('construct-metadata.json', [text]);
}

/** Writes apps into one output. */
export class AppWriter {
  /** How many manifests have been written. */
  public objects = 0;
  private known = 0;
  private readonly summary: AppsSummary = {
    apps: 0,
    isNumbered: false,
    extension: undefined,
    paths: undefined,
  };

  public constructor(
    private readonly outdir: string,
    private readonly hooks: WriteHooks,
  ) {}

  public write({ app, order }: ValidApp, output: Output): void {
    this.admit(app, order);
    for (const { objects } of order.charts) this.known += objects.length;
    for (const { name, manifests } of filesOf(app, order)) {
      output.write(name, yamlPieces(this.counted(manifests)));
    }
    if (app['recordConstructMetadata']) this.record(order);
  }

  /** What there is to know about the apps that have been written. */
  public summarized(): AppsSummary {
    return this.summary;
  }

  private admit(app: App, { isNumbered }: ChartsInOrder): void {
    this.summary.apps += 1;
    this.summary.isNumbered ||= isNumbered;
    this.summary.extension ??= app.outputFileExtension;
    if (app.outdir !== this.outdir) {
      throw new Error(`outdir: got ${app.outdir} beside ${this.outdir}, want one for all apps`);
    }
    refuseNumbered(this.summary);
  }

  private *counted(manifests: Iterable<Rendered>): Generator<Rendered> {
    for (const rendered of manifests) {
      yield rendered;
      this.objects += 1;
      this.hooks.onManifest?.(rendered.manifest);
      this.hooks.onProgress?.(this.objects, this.known);
    }
  }

  private record({ charts }: ChartsInOrder): void {
    const paths = (this.summary.paths ??= {});
    for (const { name, node } of charts.flatMap(({ objects }) => objects)) {
      paths[name] = { path: node.path };
    }
  }
}
