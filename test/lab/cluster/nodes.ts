import type { KubernetesObject } from './kubectl';

/** Zones of the pretended nodes, of which the first has two. */
export const ZONES = ['lab-a', 'lab-b', 'lab-c'] as const;

/** How long a pretended pod takes until it is ready. */
const READY_AFTER_MS = 1_000;

/** Nodes that nothing runs on. */
export const NODES: readonly KubernetesObject[] = [ZONES[0], ...ZONES].map((zone, index) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `node-${index}`,
    annotations: { 'kwok.x-k8s.io/node': 'fake' },
    labels: {
      'kubernetes.io/hostname': `node-${index}`,
      'topology.kubernetes.io/zone': zone,
      'topology.kubernetes.io/region': 'lab',
    },
  },
}));

// a scheduler that spreads nothing puts every pod on the largest node
const CPUS = '{{ if eq .metadata.name "node-0" }}"6400"{{ else }}"64"{{ end }}';

const IS_READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const IS_DELETED = '.metadata.deletionTimestamp';

/** What kwok does with nodes and pods: nodes are ready at once, pods after a while, and both go when they are to. */
export const STAGES: readonly object[] = [
  stage('node-ready', {
    kind: 'Node',
    when: [{ key: IS_READY, operator: 'NotIn', values: ['True'] }],
    next: {
      statusTemplate: `
conditions:
- type: Ready
  status: "True"
  reason: KubeletReady
  lastHeartbeatTime: {{ Now | Quote }}
  lastTransitionTime: {{ Now | Quote }}
allocatable: { cpu: ${CPUS}, memory: 256Gi, pods: "500" }
capacity: { cpu: ${CPUS}, memory: 256Gi, pods: "500" }
phase: Running
`,
    },
  }),
  stage('pod-ready', {
    kind: 'Pod',
    when: [
      { key: IS_DELETED, operator: 'DoesNotExist' },
      { key: '.status.phase', operator: 'In', values: ['Pending'] },
    ],
    delay: { durationMilliseconds: READY_AFTER_MS },
    next: {
      statusTemplate: `
phase: Running
conditions:
- { type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: Ready, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ Now | Quote }} }
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  state: { running: { startedAt: {{ Now | Quote }} } }
{{ end }}
`,
    },
  }),
  stage('pod-gone', {
    kind: 'Pod',
    when: [{ key: IS_DELETED, operator: 'Exists' }],
    next: { delete: true },
  }),
];

interface Stage {
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly object[];
  readonly delay?: object;
  readonly next: object;
}

function stage(name: string, { kind, when, ...rest }: Stage): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions: when },
      ...rest,
    },
  };
}
