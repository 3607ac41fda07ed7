/** Pods with this annotation never become ready. */
export const UNREADY = 'lab.meshwright.dev/unready';

interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly (readonly [key: string, operator: string, ...values: string[]])[];
  readonly next: Readonly<Record<string, unknown>>;
}

const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const DELETED = '.metadata.deletionTimestamp';

// Nothing runs on these nodes: kwok writes what a kubelet would, at once. https://kwok.sigs.k8s.io/docs/user/stages-configuration/
const STAGES: readonly Stage[] = [
  {
    name: 'node-ready',
    kind: 'Node',
    when: [[READY, 'NotIn', 'True']],
    next: {
      statusTemplate: `
conditions:
- { type: Ready, status: "True", reason: KubeletReady, message: "", lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }} }
addresses:
- { type: InternalIP, address: {{ NodeIP | Quote }} }
`,
    },
  },
  {
    name: 'pod-ready',
    kind: 'Pod',
    when: [
      [DELETED, 'DoesNotExist'],
      [READY, 'NotIn', 'True'],
      [`.metadata.annotations["${UNREADY}"]`, 'DoesNotExist'],
    ],
    next: {
      statusTemplate: `
phase: Running
startTime: {{ Now | Quote }}
conditions:
- { type: Ready, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }} }
containerStatuses:
{{ range .spec.containers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ready: true, restartCount: 0, state: { running: { startedAt: {{ Now | Quote }} } } }
{{ end }}
{{ $ip := index (PodIPsWith .spec.nodeName false ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" )) 0 }}
podIP: {{ $ip | Quote }}
podIPs:
- { ip: {{ $ip | Quote }} }
`,
    },
  },
  { name: 'pod-gone', kind: 'Pod', when: [[DELETED, 'Exists']], next: { delete: true } },
];

/** The configuration of kwok. JSON is YAML. */
export function stagesText(): string {
  return STAGES.map(({ name, kind, when, next }) =>
    JSON.stringify({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'Stage',
      metadata: { name },
      spec: {
        resourceRef: { apiGroup: 'v1', kind },
        selector: {
          matchExpressions: when.map(([key, operator, ...values]) => ({
            key,
            operator,
            ...(values.length > 0 && { values }),
          })),
        },
        next,
      },
    }),
  ).join('\n---\n');
}
