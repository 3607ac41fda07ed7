import { isInBlock } from './addresses';
import type { Labels } from './kubernetes';
import {
  barePath,
  isPathTemplate,
  literal,
  matchesPathTemplate,
  matchesRegex,
  matchesWildcard,
} from './patterns';
import { headerOf } from './requests';
import type { HttpRequest } from './requests';

/** A request or connection as the receiving proxy sees it. */
export interface Incoming {
  readonly workload: { readonly namespace: string; readonly labels: Labels };
  /** `trust-domain/ns/namespace/sa/account`; undefined without mutual TLS. */
  readonly principal?: string;
  /** Where the container listens. */
  readonly port: number;
  /** Undefined on a port that is not HTTP: then there is nothing of HTTP to match. */
  readonly http?: HttpRequest;
  /** `issuer/subject` of a valid token. */
  readonly requestPrincipal?: string;
  readonly sourceIp?: string;
}

/** One value of a field; `owner` is the policy's namespace. */
export interface Subject {
  readonly incoming: Incoming;
  readonly owner: string;
}

/** How one value of a field is compared. */
export interface Field {
  /** Whether only HTTP has it. */
  readonly isHttp: boolean;
  readonly matches: (value: string, subject: Subject) => boolean;
}

// Conditions of Source, Operation and `when`
// (istio: pilot/pkg/security/authz/model/model.go, New; generator.go).
const principal = layer4((value, { incoming }) => matchesWildcard(value, incoming.principal));
const namespace = layer4((value, { incoming }) =>
  isSpiffe(incoming, `.*/ns/${value.split('*').map(literal).join('.*')}/.*`),
);
const serviceAccount = layer4((value, { incoming, owner }) => {
  const [first = '', second] = value.split('/');
  const [ns, account] = second === undefined ? [owner, first] : [first, second];
  return isSpiffe(incoming, `spiffe://.+/ns/${literal(ns)}/(.+/|)sa/${literal(account)}(/.+)?`);
});
const trustDomain = layer4((value, { incoming }) =>
  matchesWildcard(value, incoming.principal?.split('/')[0]),
);
const port = layer4((value, { incoming }) => Number(value) === incoming.port);
const ipBlock = layer4((value, { incoming }) => {
  if (incoming.sourceIp === undefined) throw new Error('an ipBlock needs the source address');
  return isInBlock(incoming.sourceIp, value);
});
const requestPrincipal = http((value, { incoming }) =>
  matchesWildcard(value, incoming.requestPrincipal),
);

export const SOURCE_FIELDS: Readonly<Record<string, Field>> = {
  principals: principal,
  namespaces: namespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  requestPrincipals: requestPrincipal,
  ipBlocks: ipBlock,
  remoteIpBlocks: ipBlock,
};

export const OPERATION_FIELDS: Readonly<Record<string, Field>> = {
  ports: port,
  methods: http((value, { incoming }) => matchesWildcard(value, incoming.http?.method)),
  paths: http((value, { incoming }) => matchesPath(value, incoming.http?.path ?? '')),
  hosts: http((value, { incoming }) => {
    const authority = incoming.http?.authority;
    if (authority === undefined) throw new Error('hosts need the authority of the request');
    return matchesWildcard(value.toLowerCase(), authority.toLowerCase());
  }),
};

const CONDITION_FIELDS: Readonly<Record<string, Field>> = {
  'source.principal': principal,
  'source.namespace': namespace,
  'source.serviceAccount': serviceAccount,
  'source.trustDomain': trustDomain,
  'source.ip': ipBlock,
  'remote.ip': ipBlock,
  'destination.port': port,
  'request.auth.principal': requestPrincipal,
};

/** The field behind the key of a `when` condition. */
export function conditionField(key: string): Field | undefined {
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header === undefined) return CONDITION_FIELDS[key];
  return http((value, { incoming }) => {
    const sent = incoming.http && headerOf(incoming.http, header);
    return value === '*' ? sent !== undefined : matchesWildcard(value, sent);
  });
}

function layer4(matches: Field['matches']): Field {
  return { isHttp: false, matches };
}

function http(matches: Field['matches']): Field {
  return { isHttp: true, matches };
}

function matchesPath(value: string, path: string): boolean {
  return isPathTemplate(value)
    ? matchesPathTemplate(value, path)
    : matchesWildcard(value, barePath(path));
}

function isSpiffe(incoming: Incoming, regex: string): boolean {
  return incoming.principal !== undefined && matchesRegex(regex, `spiffe://${incoming.principal}`);
}
