import { entries } from './entry';

/** The mesh and its namespaces. */
export const MESH = entries({
  MW0601: {
    level: 'error',
    title: 'A version of Istio is not supported',
    want: 'one of {versions}',
    fix: 'upgrade the mesh, or correct the version',
  },
  MW0602: {
    level: 'error',
    title: 'A version of Kubernetes is not supported',
    want: '{minimum} or newer, as 1.x',
    fix: 'upgrade the cluster, or correct the version',
  },
  MW0603: {
    level: 'error',
    title: 'Ambient is not supported yet',
    want: 'sidecar',
    fix: 'use sidecars',
  },
  MW0604: {
    level: 'error',
    title: 'Two Mesh constructs of an app contradict each other',
    want: 'one set of facts for an app',
    fix: 'keep one of them',
  },
  MW0605: {
    level: 'error',
    title: 'Two MeshNamespace constructs own one namespace',
    want: 'one owner',
    fix: 'keep one of them',
  },
  MW0606: {
    level: 'error',
    title: 'The name of a namespace is invalid',
    want: 'lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash',
    fix: 'rename the namespace of the chart',
  },
});
