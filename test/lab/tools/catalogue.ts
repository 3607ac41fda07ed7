import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../places';

/** A program that Go builds from a module whose versions and checksums are pinned beside this file. */
export interface GoTool {
  readonly name: string;
  /** Folder of the pinning module. */
  readonly pins: 'etcd' | 'helm' | 'istio' | 'kubernetes' | 'kwok' | 'pulumi';
  /** Module whose version is the tool's. */
  readonly module: string;
  /** Package below the module. */
  readonly command: string;
  /** Variables that the linker sets: what the program says its version is. */
  readonly stamps: Readonly<Record<string, string>>;
}

/** A program that comes whole in a wheel whose checksum is pinned beside this file. */
export interface WheelTool {
  readonly name: string;
  readonly pins: 'envoy';
  /** Where the wheel has it. */
  readonly file: string;
}

/** Any of the lab's programs. */
export type Tool = GoTool | WheelTool;

/**
 * What Istio's programs say their version is.
 *
 * Istio's release tags have no leading `v`: Go knows its versions by their commits only, this one of the 1.31 line.
 */
export const ISTIO_VERSION = '1.31.0';

const ISTIO_STAMPS = {
  'istio.io/istio/pkg/version.buildVersion': ISTIO_VERSION,
  'istio.io/istio/pkg/version.buildHub': 'none',
};

const KUBERNETES_STAMPS = {
  'k8s.io/component-base/version.gitVersion': 'v1.36.1',
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '36',
  'k8s.io/component-base/version.gitTreeState': 'clean',
  'k8s.io/client-go/pkg/version.gitVersion': 'v1.36.1',
};

const ISTIO = { pins: 'istio', module: 'istio.io/istio', stamps: ISTIO_STAMPS } as const;
const KUBERNETES = {
  pins: 'kubernetes',
  module: 'k8s.io/kubernetes',
  stamps: KUBERNETES_STAMPS,
} as const;

/** Every tool, in the order in which it is worth having them. */
export const TOOLS = [
  { name: 'envoy', pins: 'envoy', file: 'envoy/_bin/envoy' },
  { name: 'istioctl', ...ISTIO, command: 'istioctl/cmd/istioctl' },
  { name: 'etcd', pins: 'etcd', module: 'go.etcd.io/etcd/server/v3', command: '', stamps: {} },
  { name: 'pilot-discovery', ...ISTIO, command: 'pilot/cmd/pilot-discovery' },
  { name: 'kube-apiserver', ...KUBERNETES, command: 'cmd/kube-apiserver' },
  { name: 'kube-controller-manager', ...KUBERNETES, command: 'cmd/kube-controller-manager' },
  { name: 'kube-scheduler', ...KUBERNETES, command: 'cmd/kube-scheduler' },
  { name: 'kubectl', ...KUBERNETES, command: 'cmd/kubectl' },
  { name: 'pilot-agent', ...ISTIO, command: 'pilot/cmd/pilot-agent' },
  { name: 'kwok', pins: 'kwok', module: 'sigs.k8s.io/kwok', command: 'cmd/kwok', stamps: {} },
  { name: 'helm', pins: 'helm', module: 'helm.sh/helm/v4', command: 'cmd/helm', stamps: {} },
  {
    name: 'pulumi',
    pins: 'pulumi',
    module: 'github.com/pulumi/pulumi/pkg/v3',
    command: 'cmd/pulumi',
    stamps: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': 'v3.259.0' },
  },
] as const satisfies readonly Tool[];

/** Name of a tool. */
export type ToolName = (typeof TOOLS)[number]['name'];

/** What the scenarios need. */
export const LAB_TOOLS: readonly ToolName[] = TOOLS.map(({ name }) => name).filter(
  (name) => !['helm', 'pulumi'].includes(name),
);

/** Whether Go builds the tool. */
export function isBuilt(tool: Tool): tool is GoTool {
  return tool.pins !== 'envoy';
}

/** The folder whose files pin the tool. */
export function pinsOf({ pins }: Tool): string {
  return join(SOURCES, 'tools', pins);
}

/** The version that the pinning files give. */
export function versionOf(tool: Tool): string {
  const [file, pattern] = isBuilt(tool)
    ? ['go.mod', new RegExp(`^(?:require )?\\s*${tool.module} (\\S+)`, 'm')]
    : ['requirements.txt', /==(\S+)/];
  const version = pattern.exec(readFileSync(join(pinsOf(tool), file), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${file} of ${tool.name} pins no version`);
  return version;
}
