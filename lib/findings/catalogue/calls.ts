import { entries } from './entry';

/** Who calls whom. */
export const CALLS = entries({
  MW0401: {
    level: 'error',
    title: 'An operation is no request',
    want: '`METHOD /path`, `METHOD,METHOD /path` or `package.Service/Method`',
    fix: 'write it so; {id} stands for one segment, a last /* for all below',
  },
  MW0402: {
    level: 'error',
    title: 'A call names no operation',
    want: 'at least one operation',
    fix: 'name one, or call the service as a whole',
  },
  MW0403: {
    level: 'error',
    title: 'A call names an operation of another service',
    want: 'operations of the service that is called',
    fix: 'call each service on its own',
  },
  MW0404: {
    level: 'error',
    title: 'A call does not say which port, or names one that does not exist',
    want: 'one of the ports of {target}: {ports}',
    fix: 'set `port` to one of them',
  },
  MW0405: {
    level: 'error',
    title: 'Something without a port is called',
    want: 'a service with a port',
    fix: 'give {target} a port',
  },
  MW0406: {
    level: 'error',
    title: 'A call has policy for requests on a port without requests',
    want: 'no timeout, retries or operations there',
    fix: 'remove it, or declare the port as HTTP',
  },
  MW0407: {
    level: 'error',
    title: 'Two calls of one edge contradict each other',
    want: 'one policy for an edge',
    fix: 'merge the two calls, or name different operations',
  },
  MW0408: {
    level: 'error',
    title: 'A variable carries the address of something that is not called',
    want: 'a call to it',
    fix: 'declare the call: the mesh lets nothing else through',
  },
  MW0409: {
    level: 'error',
    title: 'A call crosses from one app to another',
    want: 'both ends in one app',
    fix: "use ServiceReference.of on the caller's side and permits on the callee's",
  },
  MW0410: {
    level: 'error',
    title: 'A cycle of calls has no deadline to start from',
    want: 'a `timeout` on one of its calls',
    fix: 'give the call that closes the cycle a `timeout`',
  },
  MW0412: {
    level: 'error',
    title: 'Two constructs become objects of the same name',
    want: 'a name of its own in its namespace',
    fix: 'rename one of them',
  },
  MW0413: {
    level: 'error',
    title: 'Two constructs register the same host for a namespace',
    want: 'one registration',
    fix: 'remove one, and call the other',
  },
  MW0414: {
    level: 'info',
    title: 'A derived deadline was capped by a maximum',
    want: 'at most {maximum}',
    fix: 'give the call a `timeout`, or raise {maximumProp}',
  },
  MW0415: {
    level: 'info',
    title: 'A policy on a reference is not enforced here',
    want: 'the policy where {target} is declared',
    fix: 'repeat it there: permits({caller}, …)',
  },
  MW0417: {
    level: 'error',
    title: 'Something that nobody can call is called',
    want: 'a ResilientService, ServiceReference, ExternalService, DataStore or an operation of one',
    fix: 'call one of these',
  },
  MW0418: {
    level: 'error',
    title: 'Two callees of one name would give the same environment variable',
    want: 'a variable of its own for each callee',
    fix: 'name them in `env`: { NAME: callee.address() }',
  },
  MW0419: {
    level: 'error',
    title: 'A reference or data store names a service of the same app',
    want: 'a service that another app declares',
    fix: 'remove the reference, and call the service itself',
  },
  MW0420: {
    level: 'error',
    title: 'A gRPC operation is called on a port that speaks no HTTP/2',
    want: 'a port of protocol grpc, grpc-web or http2',
    fix: 'declare the port as Port.grpc(…), or write the operation as METHOD /path',
  },
  MW0421: {
    level: 'error',
    title: 'A reference has its host in one namespace and its identity in another',
    want: 'the identity of a workload in {namespace}',
    fix: 'correct the host or the identity',
  },
  MW0422: {
    level: 'error',
    title: 'The host of a reference is not fully qualified',
    want: 'a name with its namespace and domain, such as payments.shop.svc.cluster.local',
    fix: 'write the whole name: Istio takes any shorter one for another host',
  },
  MW0423: {
    level: 'error',
    title: 'A policy of the host is given where no rule can carry it',
    want: 'no {prop} here: the policy towards {target} is written where both its host and its caller are declared',
    fix: 'remove it; set it on the service in its own repository',
  },
  MW0424: {
    level: 'info',
    title: 'The profile of a gateway route says what only the service can',
    want: 'it on {target}: towards a host, gateways have the policy that the service gives all of its callers',
    fix: 'give {target} the profile as well, or the route one without it',
  },
});
