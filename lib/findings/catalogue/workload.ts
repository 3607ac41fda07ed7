import { entries } from './entry';

/** What runs. */
export const WORKLOAD = entries({
  MW0101: {
    level: 'error',
    title: 'A port number is out of range',
    want: 'a whole number from 1 to 65535',
    fix: 'give the number of the port',
  },
  MW0102: {
    level: 'error',
    title: 'A protocol is unknown to Istio',
    want: 'one of {protocols}',
    fix: 'name the protocol that is spoken, or tcp',
  },
  MW0103: {
    level: 'error',
    title: 'A container port belongs to the sidecar',
    want: 'a port other than {reserved}',
    fix: 'let the container listen elsewhere',
  },
  MW0104: {
    level: 'error',
    title: 'The name of a port is invalid or too long',
    want: 'lower-case letters, digits and dashes, at most {length} behind the protocol',
    fix: 'shorten the key in `ports`',
  },
  MW0105: {
    level: 'error',
    title: 'A service has both `port` and `ports`',
    want: 'one of the two',
    fix: 'move the port into `ports`',
  },
  MW0106: {
    level: 'error',
    title: 'Two ports of a service share a number or a container port',
    want: 'numbers of their own',
    fix: 'remove one, or give it another number',
  },
  MW0108: {
    level: 'error',
    title: 'The id of a construct is no name for a Service',
    want: 'a lower-case letter, then letters, digits and dashes, at most 63 in all',
    fix: 'rename the construct: its id is the name of its objects',
  },
  MW0109: {
    level: 'error',
    title: 'The name of a workload is too long',
    want: 'at most 63 characters for service and version together',
    fix: 'shorten the name of the service or of the version',
  },
  MW0110: {
    level: 'error',
    title: 'A service has no image, or two sources of images',
    want: 'either `image` or `versions`',
    fix: 'remove one of them, or add `image`',
  },
  MW0111: {
    level: 'error',
    title: 'A weight is not a whole number from 0 to 100',
    want: 'a whole number of percent from 0 to 100',
    fix: 'give such a number',
  },
  MW0112: {
    level: 'error',
    title: 'The bounds of an autoscaler leave it nothing to decide',
    want: 'a smallest number below the largest',
    fix: 'swap or widen the bounds, or use Scale.fixed',
  },
  MW0113: {
    level: 'error',
    title: 'The value of an environment variable is neither text nor a reference',
    want: 'a text, an EnvValue with a value or a reference, or an address',
    fix: 'convert the value to text; an Output or a function cannot be written into a manifest',
  },
  MW0114: {
    level: 'error',
    title: 'A user is not one that a container may run as',
    want: 'a whole number of at least 1, other than 1337 of the sidecar',
    fix: 'give the user of the image, or PodHardening.rootUser with a reason',
  },
  MW0115: {
    level: 'error',
    title: 'A capability is unknown',
    want: 'the name of a Linux capability in capitals without CAP_, such as NET_BIND_SERVICE',
    fix: 'correct the name',
  },
  MW0116: {
    level: 'error',
    title: 'Two mounts share a path or a volume name',
    want: 'a path of its own for each mount',
    fix: 'remove one of them, or mount it elsewhere',
  },
  MW0117: {
    level: 'error',
    title: 'A probe has no command',
    want: 'at least one word',
    fix: 'give the command to run',
  },
  MW0118: {
    level: 'error',
    title: 'A time of a probe is not in whole seconds',
    want: 'whole seconds, as Kubernetes counts them',
    fix: 'round it',
  },
  MW0119: {
    level: 'error',
    title: 'A label or annotation of the pods is one that we write',
    want: 'a key other than {reserved}',
    fix: 'remove it; the property that it stands for is set by the construct',
  },
  MW0120: {
    level: 'error',
    title: 'Liveness is as quick to give up as readiness',
    want: 'a liveness probe that asks something else, or fails later than readiness',
    fix: 'leave `liveness` out, ask a path of its own, or raise its period or failureThreshold',
  },
  MW0121: {
    level: 'error',
    title: 'A job has a port',
    want: 'no port: nobody can call a job',
    fix: 'remove the port, or make it a deployment',
  },
  MW0122: {
    level: 'error',
    title: 'A stateful workload or job has several versions',
    want: 'one `image`',
    fix: 'use Workload.deployment, or one service a version',
  },
  MW0123: {
    level: 'error',
    title: 'A job runs beside a classic sidecar, which never ends',
    want: 'native sidecars',
    fix: 'set `sidecars` of the Mesh to native',
  },
  MW0124: {
    level: 'error',
    title: 'A probe does not say which port to ask, and the service has none',
    want: 'the port to ask',
    fix: 'give the port, or use Probe.exec',
  },
});
