import { entries } from './entry';

/** The whole system at once. */
export const ANALYSIS = entries({
  MW1001: {
    level: 'error',
    title: 'Failures multiply the load on a service beyond the limit of the mesh',
    want: 'at most {limit} times its load',
    fix: 'take retries from the calls of the path, or raise `limits.amplification` of the Mesh',
  },
  MW1002: {
    level: 'warning',
    title: 'Calls go round in a circle',
    want: 'calls that lead somewhere: each round waits for the next, and retries have no bound',
    fix: 'let one of the calls go by a queue, or move what both need into a service of its own',
  },
  MW1003: {
    level: 'warning',
    title: 'A caller gives up while its callee still waits for others',
    want: 'at least {needed}',
    fix: 'raise the `timeout`{otherwise}',
  },
  MW1004: {
    level: 'warning',
    title: 'An eviction and an ejection together leave no pod',
    want: 'a pod that answers while one is evicted and {ejectable} ejected',
    fix: 'run {fitting} replicas or more',
  },
  MW1005: {
    level: 'warning',
    title: 'A caller may have less open than the load that it passes on',
    want: 'room for the {needed} requests that each replica of {caller} has under way',
    fix: 'raise the `capacity` of {callee}, or run more replicas of {caller}',
  },
  MW1006: {
    level: 'warning',
    title: 'A service cannot carry its declared load at its largest scale',
    want: 'room for {needed} requests at a time',
    fix: 'raise the scale',
  },
  MW1007: {
    level: 'warning',
    title: 'What is left after the loss of a zone or region cannot carry the load',
    want: 'room for {needed} requests at a time without {lost}',
    fix: 'raise the smallest scale',
  },
  MW1008: {
    level: 'warning',
    title: 'A service promises more availability than its dependencies leave it',
    want: 'at most {possible} %',
    fix: 'promise less, give a call a `fallback`, or have the dependencies promise more',
  },
  MW1009: {
    level: 'info',
    title: 'A promise of availability holds only while failures are independent',
    want: 'at most {possible} % where the tries of a call fail together',
    fix: 'give a call a `fallback`, or have the dependencies promise more',
  },
  MW1010: {
    level: 'warning',
    title: 'A service promises to be faster than its dependencies',
    want: 'at least {needed}, what they promise together',
    fix: 'promise less, call them at the same time with `parallelGroup`, or have them promise more',
  },
  MW1011: {
    level: 'warning',
    title: 'A service cannot do without a less important one',
    want: 'a dependency as critical as its caller',
    fix: 'give the call a `fallback`, or raise the `criticality` of {callee}',
  },
  MW1012: {
    level: 'warning',
    title: 'A critical service depends on a single pod',
    want: 'two replicas or more of {callee}, or a call with a `fallback`',
    fix: 'raise the scale of {callee}, or give the call a `fallback`',
  },
  MW1013: {
    level: 'info',
    title: 'No request from outside reaches a service',
    want: 'a gateway or a permitted caller that leads to it',
    fix: 'declare who calls it, or remove it',
  },
  MW1014: {
    level: 'info',
    title: 'More calls follow each other than the mesh wants',
    want: 'at most {limit}: each adds its failures and its time to those of all before it',
    fix: 'let a caller ask the last service itself, let a call go by a queue, or raise `limits.depth` of the Mesh',
  },
  MW1015: {
    level: 'info',
    title: 'Nothing limits the calls of a caller without a proxy',
    want: "a caller with a sidecar: deadline, retries and limits are its proxy's",
    fix: 'give the caller a sidecar',
  },
  MW1016: {
    level: 'error',
    title: 'A failover leaves the regions that data may be in',
    want: 'regions of its `residency`: {residency}',
    fix: 'take the others from the `failover`, or add them to the `residency`',
  },
  MW1017: {
    level: 'warning',
    title: 'A failover leads to where a dependency is not',
    want: '{callee} there too, or a call with a `fallback`',
    fix: 'give {callee} the same `failover`, or the call a `fallback`',
  },
  MW1018: {
    level: 'info',
    title: 'A service calls more others than the mesh wants',
    want: 'at most {limit}: a request that waits for all is as slow as the slowest',
    fix: 'move calls that belong together behind a service of their own, or raise `limits.fanOut` of the Mesh',
  },
  MW1019: {
    level: 'info',
    title: 'The loss of a zone or region turns requests away',
    want: 'a pod elsewhere of all that they cannot do without',
    fix: 'raise the smallest scale of {missing}, or give a call on the way a `fallback`',
  },
  MW1020: {
    level: 'warning',
    title: 'Every try is cut off before a slow callee can answer',
    want: 'at least {needed}',
    fix: 'raise the `timeout` or the `perTryTimeout`, or take retries away{otherwise}',
  },
  MW1021: {
    level: 'info',
    title: 'A service carries its declared load only once it has scaled up',
    want: 'room for {needed} requests at a time from the first',
    fix: 'raise the smallest scale: after a deployment, or a quiet night, the load is there before the autoscaler',
  },
  MW1070: {
    level: 'error',
    title: 'An objective is no share of the requests',
    want: 'over 0 and under 100',
    fix: 'write 99.9 for 99.9 %',
  },
  MW1071: {
    level: 'error',
    title: 'A limit of load amplification is below 1',
    want: '1 or more',
    fix: 'write how many times the usual load a service may get while others fail',
  },
});
