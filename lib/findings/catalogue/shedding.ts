import { entries } from './entry';

/** Load shedding. */
export const SHEDDING = entries({
  MW0701: {
    level: 'error',
    title: 'A service without an HTTP port refuses requests',
    want: 'an HTTP port',
    fix: 'remove it, or declare the port as HTTP: on TCP `pool` limits connections',
  },
  MW0702: {
    level: 'error',
    title: 'A burst is smaller than its rate limit',
    want: 'at least the limit, {requests}',
    fix: 'raise `burst`, or lower the limit',
  },
  MW0703: {
    level: 'error',
    title: 'The interval of a rate limit is too short',
    want: 'at least 50ms, as Envoy asks',
    fix: 'multiply the interval and the limit by the same number',
  },
  MW0704: {
    level: 'error',
    title: 'The window of admission control is too short',
    want: 'at least 1s, since Envoy rounds to whole seconds',
    fix: 'raise `window`',
  },
  MW0705: {
    level: 'error',
    title: 'The least concurrency is above the greatest',
    want: 'at most `maxConcurrency`, {maxConcurrency}',
    fix: 'lower `minConcurrency`, or raise `maxConcurrency`',
  },
  MW0706: {
    level: 'error',
    title: 'A rate limit is for an operation that the service does not have',
    want: 'one of its operations: {operations}',
    fix: 'correct the name, or declare the operation',
  },
  MW0707: {
    level: 'error',
    title:
      'A rate limit is for somebody who does not call the service, or cannot be told by a certificate',
    want: 'a caller with an identity and a declared call',
    fix: 'declare the call, or correct the caller',
  },
  MW0708: {
    level: 'error',
    title: 'Two rate limits count the same requests',
    want: 'one limit for each operation and caller',
    fix: 'remove one of them',
  },
  MW0709: {
    level: 'warning',
    title: 'A rate limit never acts, because a wider one refuses first',
    want: 'less than {wider}',
    fix: 'lower this limit, or raise the other',
  },
  MW0710: {
    level: 'warning',
    title: 'A caller repeats what a rate limit refused',
    want: 'retries that leave refused requests alone',
    fix: 'take that condition out of its retries: each refusal would bring another request',
  },
  MW0711: {
    level: 'warning',
    title: 'A stream idle timeout ends requests before their deadline',
    want: 'at least {deadline}, the deadline of {call}',
    fix: 'raise `streamIdleTimeout`, or lower the deadline: an answer that is worked on passes nothing',
  },
});
