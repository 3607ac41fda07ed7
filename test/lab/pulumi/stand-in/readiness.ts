import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, KubeObject } from './api';

type Fields = Readonly<Record<string, unknown>>;
type Verdict = 'ready' | { readonly waitingFor: string };

const POLL_MS = 100;
const MINUTES_10_MS = 600_000;

/** Waits as upstream's provider does; the reason why it waited in vain, or undefined. */
export async function awaitReady(api: Api, object: KubeObject): Promise<string | undefined> {
  const annotations = object.metadata.annotations ?? {};
  if (annotations['pulumi.com/skipAwait'] === 'true') return undefined;
  const seconds = Number(annotations['pulumi.com/timeoutSeconds'] ?? process.env.LAB_AWAIT_SECONDS);
  const deadline = Date.now() + (Number.isNaN(seconds) ? MINUTES_10_MS : seconds * 1000);
  for (;;) {
    const live = await api.get(object);
    const verdict = live === undefined ? { waitingFor: 'the object' } : await judge(api, live);
    if (verdict === 'ready') return undefined;
    if (Date.now() > deadline) return `timed out waiting for ${verdict.waitingFor}`;
    await sleep(POLL_MS);
  }
}

async function judge(api: Api, live: KubeObject): Promise<Verdict> {
  const waitFor = live.metadata.annotations?.['pulumi.com/waitFor'];
  if (waitFor !== undefined) return judgeConditions(live, waitFor);
  const spec = (live.spec ?? {}) as Fields;
  const status = (live.status ?? {}) as Fields;
  switch (live.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return judgePods(live, status, Number(spec.replicas ?? 1));
    case 'DaemonSet':
      return judgePods(live, status, Number(status.desiredNumberScheduled ?? 0));
    case 'Job':
      return hasCondition(status, 'Complete') ? 'ready' : { waitingFor: 'the job to complete' };
    case 'Service':
      return waitsForEndpoints(spec) ? judgeEndpoints(api, live) : 'ready';
    default:
      return 'ready';
  }
}

function judgePods(live: KubeObject, status: Fields, wanted: number): Verdict {
  const isSeen = Number(status.observedGeneration ?? 0) >= (live.metadata.generation ?? 0);
  const current = Number(
    status.updatedReplicas ?? status.updatedNumberScheduled ?? (wanted === 0 ? 0 : -1),
  );
  const ready = Number(status.availableReplicas ?? status.numberAvailable ?? 0);
  if (isSeen && current >= wanted && ready >= wanted) return 'ready';
  return { waitingFor: `${wanted} pods to be available (${ready} are)` };
}

function waitsForEndpoints({ selector, type, clusterIP }: Fields): boolean {
  const hasSelector = Object.keys(selector ?? {}).length > 0;
  return hasSelector && type !== 'ExternalName' && clusterIP !== 'None';
}

async function judgeEndpoints(api: Api, { metadata }: KubeObject): Promise<Verdict> {
  const label = encodeURIComponent(`kubernetes.io/service-name=${metadata.name}`);
  const slices = await api.list(
    `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace}/endpointslices?labelSelector=${label}`,
  );
  const isReady = slices.some(({ endpoints }) =>
    ((endpoints ?? []) as { conditions: { ready?: boolean } }[]).some(
      ({ conditions }) => conditions.ready,
    ),
  );
  return isReady ? 'ready' : { waitingFor: 'a ready endpoint' };
}

function judgeConditions(live: KubeObject, waitFor: string): Verdict {
  const all = waitFor.startsWith('[') ? (JSON.parse(waitFor) as string[]) : [waitFor];
  const missing = all.find((condition) => !holds(live, condition));
  return missing === undefined ? 'ready' : { waitingFor: missing };
}

function holds(live: KubeObject, condition: string): boolean {
  const [, path, wanted] = /^jsonpath=\{\.(.+)\}=(.*)$/.exec(condition) ?? [];
  if (path !== undefined) {
    const found = path.split('.').reduce<unknown>((value, key) => (value as Fields)?.[key], live);
    return String(found) === wanted;
  }
  return hasCondition((live.status ?? {}) as Fields, condition.replace('condition=', ''));
}

function hasCondition({ conditions }: Fields, type: string): boolean {
  const list = (conditions ?? []) as { type: string; status: string }[];
  return list.some((each) => each.type === type && each.status === 'True');
}
