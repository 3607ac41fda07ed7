import { entries } from './entry';

/** Identities and mutual TLS. */
export const SECURITY = entries({
  MW0301: {
    level: 'error',
    title: 'Two services share an identity',
    want: 'a service account for each service',
    fix: 'remove `serviceAccount` from one of them, or give it another',
  },
  MW0302: {
    level: 'error',
    title: 'A caller without a sidecar calls a service that takes mutual TLS alone',
    want: 'MutualTls.permissive(reason) on the callee',
    fix: 'give the caller a sidecar and use Caller.identity, or loosen `mtls`',
  },
  MW0303: {
    level: 'error',
    title: 'A pod is loosened further than its namespace admits',
    want: 'the restricted pod security standard, which the namespace enforces',
    fix: 'remove it from `pod`, or move the service to a chart whose namespace has no MeshNamespace',
  },
  MW0304: {
    level: 'error',
    title: 'A caller has an empty set of labels, which every pod has',
    want: 'at least one label',
    fix: 'give the labels of its pods: nothing else keeps the rest of the namespace out',
  },
});
