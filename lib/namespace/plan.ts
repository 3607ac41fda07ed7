import type { MeshPlan, TracingPlan } from '../mesh/plan';
import type { ProfileDeclaration } from '../traffic/policy';

/** A namespace that we own, as declared. */
export interface NamespaceDeclaration {
  readonly name: string;
  readonly profile: ProfileDeclaration | undefined;
}

/** What a namespace gets. */
export interface NamespacePlan {
  readonly name: string;
  /** The control plane revision that injects; the default one when undefined. */
  readonly revision: string | undefined;
  /** Enforced only where no init container needs NET_ADMIN. */
  readonly enforcesPodSecurity: boolean;
  readonly tracing: TracingPlan | undefined;
}

/** The namespace with every default resolved. */
export function planNamespace({ name }: NamespaceDeclaration, mesh: MeshPlan): NamespacePlan {
  return {
    name,
    revision: mesh.revision,
    enforcesPodSecurity: mesh.hasCni,
    tracing: mesh.tracing,
  };
}
