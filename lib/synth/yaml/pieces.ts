import { Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { yamlDocument } from './emit';

/** A manifest, and the construct that answers for it. */
export interface Rendered {
  readonly construct: IConstruct;
  readonly manifest: unknown;
}

// what cdk8s has, before a program may put something else in its place
const stockText = Object.getOwnPropertyDescriptor(Yaml, 'stringify')?.value as unknown;

/** The text of a file, manifest by manifest, as `Yaml.stringify` of cdk8s makes it. */
export function* yamlPieces(manifests: Iterable<Rendered>): Generator<string> {
  if (Object.getOwnPropertyDescriptor(Yaml, 'stringify')?.value !== stockText) {
    yield Yaml.stringify(...[...manifests].map(({ manifest }) => manifest));
    return;
  }
  let separator = '';
  for (const rendered of manifests) {
    yield separator + textOf(rendered);
    separator = '---\n';
  }
}

/** The manifest as YAML, with a name to its error. */
function textOf({ construct, manifest }: Rendered): string {
  try {
    return yamlDocument(manifest);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`cannot write [${construct.node.path}] as YAML: ${message}`, { cause: error });
  }
}
