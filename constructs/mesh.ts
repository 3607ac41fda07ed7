import { Construct } from 'constructs';
import { declareMesh } from '../lib/mesh/declare';
import type { MeshProps } from '../lib/mesh/props';
import { Registry } from './registry';

/**
 * Facts about the cluster and mesh that an app is for.
 *
 * It becomes no object. Set it once, in the app or in any of its charts: every construct of the app reads it, and
 * without it every fact has its default. A second one that says something else is refused.
 */
export class Mesh extends Construct {
  public constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    const registry = Registry.of(this);
    const facts = declareMesh(props, registry.report(this));
    registry.add('meshes', [{ ...facts, path: this.node.path }]);
    registry.validate(this);
  }
}
