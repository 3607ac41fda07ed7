import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../machine/ports';
import type { Processes } from '../machine/processes';
import { until } from '../machine/until';
import { toolPath } from '../tools/cache';
import { Kubectl } from './kubectl';

/** What a Kubernetes is started with. */
export interface Machine {
  readonly processes: Pick<Processes, 'start' | 'stop'>;
  /** For the files of this run. */
  readonly folder: string;
}

/** An API server and its store, empty. */
export interface ApiServer {
  readonly kubectl: Kubectl;
  /** Private key of service account tokens. */
  readonly serviceAccountKey: string;
  /** Certificate that the server's own is checked against. */
  readonly authority: string;
}

const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Starts etcd and kube-apiserver: nothing runs pods, and nothing reacts to an object. */
export async function startApiServer(
  { processes, folder }: Machine,
  flags: readonly string[] = [],
): Promise<ApiServer> {
  const [client = 0, peer = 0, api = 0] = await freePorts(3);
  const etcd = processes.start({ name: 'etcd', ...etcdCommand(folder, client, peer) });
  const key = writeKey(folder);
  const token = randomUUID();
  const tokens = join(folder, 'tokens.csv');
  writeFileSync(tokens, `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const server = processes.start({
    name: 'kube-apiserver',
    program: toolPath('kube-apiserver'),
    args: [
      `--etcd-servers=http://127.0.0.1:${client}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${api}`,
      // it makes a certificate of its own there
      `--cert-dir=${certificates}`,
      `--token-auth-file=${tokens}`,
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--service-account-issuer=${ISSUER}`,
      `--api-audiences=${ISSUER},istio-ca`,
      '--authorization-mode=RBAC',
      '--allow-privileged=true',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--endpoint-reconciler-type=none',
      ...flags,
    ],
  });
  const authority = join(certificates, 'apiserver.crt');
  const kubectl = new Kubectl(writeKubeconfig(folder, { api, token, authority }));
  await until('the start of kube-apiserver', async () => {
    etcd.mustRun();
    server.mustRun();
    return (await kubectl.try(['get', '--raw', '/readyz'])).ok ? true : undefined;
  });
  return { kubectl, serviceAccountKey: key, authority };
}

function etcdCommand(folder: string, client: number, peer: number) {
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    program: toolPath('etcd'),
    args: [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${url(client)}`,
      `--advertise-client-urls=${url(client)}`,
      `--listen-peer-urls=${url(peer)}`,
      `--initial-advertise-peer-urls=${url(peer)}`,
      `--initial-cluster=default=${url(peer)}`,
      '--unsafe-no-fsync',
    ],
  };
}

function writeKey(folder: string): string {
  const path = join(folder, 'service-accounts.key');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(path, privateKey, { mode: 0o600 });
  return path;
}

function writeKubeconfig(
  folder: string,
  { api, token, authority }: { api: number; token: string; authority: string },
): string {
  const path = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: { server: `https://127.0.0.1:${api}`, 'certificate-authority': authority },
      },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin' } }],
    'current-context': 'lab',
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
