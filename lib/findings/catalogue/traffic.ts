import { entries } from './entry';

/** Routes, retries, versions. */
export const TRAFFIC = entries({
  MW0201: {
    level: 'error',
    title: 'The number of retries is out of range',
    want: 'a whole number from 1 to {maximum}',
    fix: 'give such a number, or use Retries.never()',
  },
  MW0202: {
    level: 'error',
    title: 'A retry condition is unknown',
    want: 'an HTTP status from 400 to 599, or one of {conditions}',
    fix: 'correct the condition',
  },
  MW0203: {
    level: 'error',
    title: 'An unsafe call is repeated after failures that may have reached the server',
    want: 'Retries.never() or Retries.ifUnreached(…)',
    fix: 'declare the operation as safe, idempotent or keyed if repeating it is harmless, or use Retries.ifUnreached',
  },
  MW0204: {
    level: 'error',
    title: 'One try may take as long as all of them',
    want: 'less than the deadline, {deadline}',
    fix: 'lower `perTryTimeout`, or raise `timeout`: Envoy ignores a per-try timeout that is not below it',
  },
  MW0205: {
    level: 'warning',
    title: 'Some retries can never happen',
    want: 'at most the deadline, {deadline}',
    fix: 'lower `perTryTimeout` or the number of retries, or raise `timeout`',
  },
  MW0206: {
    level: 'error',
    title: 'A deadline is too short to be shared by its tries',
    want: 'at least {minimum} for {tries} tries and the pauses between them',
    fix: 'raise `timeout`, or lower the number of retries',
  },
  MW0207: {
    level: 'error',
    title: 'A per-try timeout cuts tries that are then not repeated',
    want: 'one of reset, 5xx and gateway-error among the conditions',
    fix: 'add reset to `conditions`, or remove `perTryTimeout`',
  },
  MW0210: {
    level: 'error',
    title: 'The weights of the versions do not add to 100',
    want: '100',
    fix: 'change the weights',
  },
  MW0211: {
    level: 'error',
    title: 'A version gets no requests',
    want: 'a `weight` or a `when`',
    fix: 'give it one of them, or remove the version',
  },
  MW0212: {
    level: 'error',
    title: 'Requests that no `when` selects go nowhere',
    want: 'a version with a weight',
    fix: 'give one version `weight: 100`',
  },
  MW0213: {
    level: 'info',
    title: 'One replica cannot be ejected',
    want: 'two replicas or more',
    fix: 'raise `scale`, if the service can run more than once',
  },
  MW0214: {
    level: 'error',
    title: 'Versions are told apart by requests on a port without requests',
    want: 'an HTTP port',
    fix: 'remove it, or declare the port as HTTP',
  },
  MW0215: {
    level: 'error',
    title: 'Two operations overlap, and neither is more specific',
    want: 'operations of which one covers the other, or neither',
    fix: 'rewrite one of the paths',
  },
  MW0216: {
    level: 'error',
    title: 'A route would compare one header or parameter twice',
    want: 'one comparison for each header and parameter',
    fix: 'use another header, or leave out one of the two `when`',
  },
  MW0217: {
    level: 'error',
    title: 'Two versions are selected by the same requests',
    want: 'a `when` of its own for each version',
    fix: 'change one of the two, or the first by name takes all',
  },
  MW0218: {
    level: 'error',
    title: 'Versions share a port by weight on which the mesh sees no requests',
    want: 'a port of HTTP or TCP, or one version',
    fix: 'declare the protocol inside TLS if the sidecar ends it, or make each version a service',
  },
});
