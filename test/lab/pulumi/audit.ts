import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A change of one object that the provider asked the API server for, and got. */
export interface Change {
  readonly verb: 'put' | 'delete';
  /** The object as an order shows it, in small letters and with the plural of its kind: `services shop/orders`. */
  readonly object: string;
}

// every change, and who asked for it; nothing of what is in it. https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
const POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', verbs: ['create', 'update', 'patch', 'delete'] }, { level: 'None' }],
};

interface AuditEvent {
  readonly verb: string;
  readonly userAgent?: string;
  readonly requestURI: string;
  readonly requestReceivedTimestamp: string;
  readonly responseStatus?: { readonly code: number };
  readonly objectRef?: {
    readonly resource: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

/** What the API server notes about the changes that it is asked for. */
export class Audit {
  private readonly log: string;

  public constructor(private readonly folder: string) {
    this.log = join(folder, 'audit.log');
    writeFileSync(this.log, '');
  }

  /** What the API server has to be started with. */
  public get flags(): readonly string[] {
    const policy = join(this.folder, 'audit-policy.json');
    writeFileSync(policy, JSON.stringify(POLICY));
    return [`--audit-policy-file=${policy}`, `--audit-log-path=${this.log}`];
  }

  /** A moment, to ask for what came after it. */
  public now(): number {
    return statSync(this.log).size;
  }

  /** What the provider changed since `moment`, in the order in which it asked. */
  public changesSince(moment: number): readonly Change[] {
    return readFileSync(this.log)
      .subarray(moment)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as AuditEvent)
      .filter(isChange)
      .sort((a, b) => (a.requestReceivedTimestamp < b.requestReceivedTimestamp ? -1 : 1))
      .map(({ verb, objectRef }) => ({
        verb: verb === 'delete' ? 'delete' : 'put',
        object: objectOf(objectRef),
      }));
  }
}

function isChange({ userAgent = '', requestURI, responseStatus }: AuditEvent): boolean {
  const isProvider = userAgent.startsWith('pulumi');
  return isProvider && !requestURI.includes('dryRun=') && (responseStatus?.code ?? 500) < 300;
}

function objectOf({ resource = '', namespace, name }: Partial<AuditEvent['objectRef']> = {}) {
  // a namespace is noted as if it were in itself
  return namespace === undefined || resource === 'namespaces'
    ? `${resource} ${name}`
    : `${resource} ${namespace}/${name}`;
}

/** `Service shop/orders` as the audit has it. */
export function audited(object: string): string {
  const [kind = '', name = ''] = object.split(' ');
  return `${plural(kind.toLowerCase())} ${name}`;
}

function plural(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return kind.replace(/y$/, 'ies');
  return /(s|x|ch)$/.test(kind) ? `${kind}es` : `${kind}s`;
}
