import type { ExperimentDeclaration } from '../experiment/declare';
import type { ExternalDeclaration } from '../external/declare';
import type { Acceptance } from '../findings/suppress';
import type { GatewayDeclaration, GatewayRouteDeclaration } from '../gateway/declare';
import type { MeshDeclaration } from '../mesh/declare';
import type { NamespaceDeclaration } from '../namespace/plan';
import type { CallDeclaration, ReferenceDeclaration } from './declare-call';
import type { ServiceDeclaration } from './declare-service';

/** A declaration and the construct that made it. */
export type Placed<T> = T & { readonly path: string };

/** Everything declared in one app, as recorded. */
export interface Declarations {
  readonly meshes: readonly Placed<MeshDeclaration>[];
  readonly namespaces: readonly Placed<NamespaceDeclaration>[];
  readonly services: readonly Placed<ServiceDeclaration>[];
  readonly references: readonly Placed<ReferenceDeclaration>[];
  readonly externals: readonly Placed<ExternalDeclaration>[];
  readonly calls: readonly CallDeclaration[];
  readonly gateways: readonly Placed<GatewayDeclaration>[];
  readonly gatewayRoutes: readonly GatewayRouteDeclaration[];
  readonly acceptances: readonly Acceptance[];
  readonly experiments: readonly Placed<ExperimentDeclaration>[];
}
