import { entries } from './entry';

/** Rendered objects against their plan, and findings that are accepted. */
export const READ_BACK = entries({
  MW1050: {
    level: 'warning',
    title: 'A patch lengthens a deadline',
    want: '{planned}, as planned',
    fix: 'give the call a `timeout`, which everything that depends on it then follows',
  },
  MW1051: {
    level: 'warning',
    title: 'A patch changes retries',
    want: '{planned}, as planned',
    fix: 'give the call `retries`, which are checked against what they repeat',
  },
  MW1052: {
    level: 'error',
    title: 'A patch lets through what nobody declared',
    want: '{planned}, as planned',
    fix: 'declare the call with `calls` or `permits`',
  },
  MW1053: {
    level: 'error',
    title: 'A patch weakens mutual TLS',
    want: '{planned}, as planned',
    fix: 'use `mtls: MutualTls.permissive(reason)` on the service',
  },
  MW1054: {
    level: 'warning',
    title: 'A patch takes a protection away',
    want: '{planned}, as planned',
    fix: 'set `pool`, `outlierDetection` or `scale` of the service',
  },
  MW1055: {
    level: 'error',
    title: 'A patch loses a label by which objects find each other',
    want: '{planned}, as planned',
    fix: 'add labels with `podLabels`, and leave ours',
  },
  MW1056: {
    level: 'warning',
    title: 'A patch cuts the time in which a pod ends',
    want: '{planned} or more, as planned',
    fix: 'shorten the deadlines of the calls to the service, which decide it',
  },
  MW1057: {
    level: 'warning',
    title: 'A patch changes how a pod is hardened',
    want: '{planned}, as planned',
    fix: 'use `pod: PodHardening…` with a reason',
  },
  MW1058: {
    level: 'warning',
    title: 'A patch changes which requests a policy is for',
    want: '{planned}, as planned',
    fix: 'declare routes by `operations`, `calls` and `traffic`, which bring their policy with them',
  },
  MW1059: {
    level: 'error',
    title: 'A patch takes a pod out of the mesh, or gives it another identity',
    want: '{planned}, as planned',
    fix: 'take the patch back: what callers and policies expect is the proxy and the identity of the service',
  },
  MW1060: {
    level: 'warning',
    title: 'A patch adds a container to a pod, or takes one away',
    want: '{planned}, as planned',
    fix: 'make it a service of its own: what is planned for a pod, from its hardening to the time in which it ends, does not know this one',
  },
  MW1080: {
    level: 'error',
    title: 'A finding is accepted that does not exist',
    want: 'a code of docs/findings.md',
    fix: 'correct the code',
  },
  MW1081: {
    level: 'error',
    title: 'A finding is accepted that cannot be',
    want: 'a warning, an information, or an error about the system as a whole',
    fix: 'repair what it says',
  },
  MW1082: {
    level: 'warning',
    title: 'A finding is accepted that is not there',
    want: 'nothing to accept',
    fix: 'remove the acceptance, or move it to where the finding is',
  },
});
