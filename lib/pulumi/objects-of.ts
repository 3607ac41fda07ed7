import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Manifest } from './manifest';

/** An object and what it renders to. */
export interface RenderedObject {
  readonly object: ApiObject;
  readonly manifest: Manifest;
}

/** Every object of `scope`, rendered once, in the order of the tree. */
export function objectsOf(scope: IConstruct): readonly RenderedObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({ object, manifest: object.toJson() as Manifest }));
}
