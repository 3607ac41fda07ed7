import { join } from 'node:path';
import { Names, YamlOutputType, type ApiObject, type App, type Chart } from 'cdk8s';
import { manifestOf } from './manifest';
import type { ChartInOrder, ChartsInOrder } from './order/charts-in-order';
import { manifestsOf } from './render';
import type { Rendered } from './yaml/pieces';

/** A file of manifests. */
export interface ManifestFile {
  readonly name: string;
  /** What is in it, each made when it is asked for. */
  readonly manifests: Iterable<Rendered>;
}

/** The files of an app: the names and the division of cdk8s. */
export function filesOf(app: App, { charts, isNumbered }: ChartsInOrder): Iterable<ManifestFile> {
  const { outputFileExtension: extension, yamlOutputType } = app;
  const numbered = charts.map((each, i) => ({
    ...each,
    name: chartName(each.chart, isNumbered, i),
  }));
  switch (yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      return charts.length === 0 ? [] : [{ name: `app${extension}`, manifests: inAll(charts) }];
    case YamlOutputType.FILE_PER_CHART:
      return numbered.map((each) => ({
        name: `${each.name}${extension}`,
        manifests: manifestsOf(each),
      }));
    case YamlOutputType.FILE_PER_RESOURCE:
      return filePerManifest(charts, extension);
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return numbered.flatMap(({ name, objects }) =>
        objects.map((object) => filePerObject(object, name, extension)),
      );
    default:
      throw new Error(`yamlOutputType: got ${String(yamlOutputType)}, want one of YamlOutputType`);
  }
}

function chartName(chart: Chart, isNumbered: boolean, position: number): string {
  const name = Names.toDnsLabel(chart);
  return isNumbered ? `${position.toString().padStart(4, '0')}-${name}` : name;
}

function* inAll(charts: readonly ChartInOrder[]): Generator<Rendered> {
  for (const chart of charts) yield* manifestsOf(chart);
}

function* filePerManifest(
  charts: readonly ChartInOrder[],
  extension: string,
): Generator<ManifestFile> {
  for (const rendered of inAll(charts)) {
    if (rendered.manifest === undefined) continue;
    const { kind, metadata } = rendered.manifest as { kind: string; metadata: { name: string } };
    yield { name: `${fileName(kind, metadata.name)}${extension}`, manifests: [rendered] };
  }
}

function filePerObject(object: ApiObject, folder: string, extension: string): ManifestFile {
  const { kind, metadata } = object;
  const name = join(folder, `${fileName(kind, metadata.name ?? 'undefined')}${extension}`);
  return { name, manifests: once(object) };
}

function* once(object: ApiObject): Generator<Rendered> {
  yield { construct: object, manifest: manifestOf(object) };
}

function fileName(kind: string, name: string): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
