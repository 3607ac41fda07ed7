import { entries } from './entry';

/** Experiments. */
export const EXPERIMENT = entries({
  MW0801: {
    level: 'error',
    title: 'An experiment is made on something that this app does not run',
    want: 'a ResilientService of this app, or one of its operations',
    fix: 'declare the experiment where the service is declared: the fault is injected by its proxies',
  },
  MW0802: {
    level: 'error',
    title: 'An experiment is made on a service without requests',
    want: 'a service with an HTTP port',
    fix: 'choose another service, or declare the port as HTTP',
  },
  MW0803: {
    level: 'error',
    title:
      'The caller of an experiment does not call the service, or cannot be told by a certificate',
    want: 'a caller with an identity and a declared call',
    fix: 'declare the call, or correct the caller',
  },
  MW0804: {
    level: 'error',
    title: 'No declared call meets the fault of an experiment',
    want: 'a declared call of those requests',
    fix: 'declare the call, or make the experiment on what is called',
  },
  MW0805: {
    level: 'error',
    title: 'The last day of an experiment is missing, or no date',
    want: 'a date as RFC 3339 writes it, such as 2027-01-31',
    fix: 'give the last day on which the fault may be in the mesh',
  },
  MW0806: {
    level: 'error',
    title: 'The status that a fault answers with is none',
    want: 'an HTTP status from 400 to 599, or the name of a gRPC status other than OK',
    fix: 'correct the status',
  },
  MW0807: {
    level: 'error',
    title: 'The status of a fault does not fit the protocol',
    want: '{wanted}',
    fix: 'give such a status: gRPC and HTTP retries look at different ones',
  },
  MW0808: {
    level: 'error',
    title: 'An experiment is made in production without being named there',
    want: 'its name among the `experiments` of the Mesh',
    fix: 'add it there if real users may meet the fault, or say that the Mesh is for `environment: test`',
  },
  MW0809: {
    level: 'error',
    title: 'Two experiments meet in one call',
    want: 'one fault for each request, or what is seen proves nothing',
    fix: 'give them different callers, operations, or exact values of one header',
  },
  MW0810: {
    level: 'error',
    title: 'The name of an experiment is taken',
    want: 'a name that no service and no other experiment has in the namespace of the target',
    fix: 'rename the experiment',
  },
  MW0811: {
    level: 'error',
    title: 'An experiment is past its last day',
    want: 'no experiment that ended before {at}',
    fix: 'remove it and deploy: its fault stays in the mesh until then',
  },
});
