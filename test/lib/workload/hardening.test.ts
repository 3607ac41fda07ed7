import { PodHardening, type ResilientServiceProps } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import { declareLoosenings, declareUser } from '../../../lib/workload/declare-container';
import { declaring } from '../../support/declaring';
import { containerOf, podOf, workloadOf } from '../../support/pods';

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

test('a pod is not root, cannot become it, writes nowhere, and has no capability', () => {
  const workload = workloadOf();
  expect(containerOf(workload).securityContext).toEqual(RESTRICTED);
  expect(podOf(workload).securityContext).toEqual({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('a pod is told nothing of the cluster: no token, no service links', () => {
  expect(podOf(workloadOf())).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
  });
});

test('a user is user, group and owner of the volumes', () => {
  expect(podOf(workloadOf({ user: 7007 })).securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 7007,
    runAsGroup: 7007,
    fsGroup: 7007,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test.each([
  [0, '0'],
  [-7, '-7'],
  [1337, '1337'],
  [7.5, '7.5'],
  ['nobody', '"nobody"'],
])('%p is no user that a container may run as', (user, got) => {
  expect(declaring((report) => declareUser(report, user as number))).toEqual({
    value: undefined,
    told: [
      `[shop/cart] MW0114 user: got ${got}, want a whole number of at least 1, other than 1337 of the sidecar; give the user of the image, or PodHardening.rootUser with a reason`,
    ],
  });
});

test.each([1, 1336, 1338, 65_532])('%d is a user that a container may run as', (user) => {
  expect(declaring((report) => declareUser(report, user))).toEqual({ value: user, told: [] });
});

function hardened(pod: ResilientServiceProps['pod']): Manifest {
  return workloadOf({ pod });
}

test('a writable root gives up that and nothing else', () => {
  const workload = hardened(PodHardening.writableRoot('writes its cache beside its code'));
  expect(containerOf(workload).securityContext).toEqual({
    ...RESTRICTED,
    readOnlyRootFilesystem: false,
  });
  expect(podOf(workload).securityContext).toHaveProperty('runAsNonRoot', true);
});

test('a root user gives up that and nothing else', () => {
  const workload = hardened(PodHardening.rootUser('installs packages when it starts'));
  expect(podOf(workload).securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  expect(containerOf(workload).securityContext).toEqual(RESTRICTED);
});

test('a token of the service account is mounted where it is asked for', () => {
  const workload = hardened(PodHardening.serviceAccountToken('lists pods'));
  expect(podOf(workload).automountServiceAccountToken).toBe(true);
});

test('capabilities that are kept are added after all were dropped', () => {
  const workload = hardened([
    PodHardening.capability('SYS_TIME', 'sets the clock'),
    PodHardening.capability('NET_BIND_SERVICE', 'listens on 80'),
  ]);
  expect(containerOf(workload).securityContext?.capabilities).toEqual({
    drop: ['ALL'],
    add: ['NET_BIND_SERVICE', 'SYS_TIME'],
  });
});

test('the reason of each loosening is an annotation of the workload', () => {
  const workload = hardened([
    PodHardening.rootUser('installs packages: "apt"'),
    PodHardening.capability('NET_BIND_SERVICE', 'listens on 80'),
  ]);
  expect(workload.metadata.annotations).toEqual({
    'meshwright.dev/loosened-capability-net_bind_service': 'listens on 80',
    'meshwright.dev/loosened-root-user': 'installs packages: "apt"',
  });
});

test('without a loosening there is nothing to annotate', () => {
  expect(workloadOf().metadata).not.toHaveProperty('annotations');
});

function told(pod: ResilientServiceProps['pod']): readonly string[] {
  return declaring((report) => declareLoosenings(report, pod)).told;
}

const REASON =
  'want a reason that a reader of the manifest understands; say why the default is given up';

test.each([
  ['', '""'],
  ['  ', '"  "'],
  [undefined, '""'],
])('%p is no reason', (reason, got) => {
  for (const loosening of [
    PodHardening.writableRoot(reason as string),
    PodHardening.rootUser(reason as string),
    PodHardening.serviceAccountToken(reason as string),
    PodHardening.capability('SYS_TIME', reason as string),
  ]) {
    expect(told(loosening)).toEqual([`[shop/cart] MW0009 pod: got ${got}, ${REASON}`]);
  }
});

test.each(['CAP_SYS_TIME', 'sys_time', 'SYS-TIME', '', '_SYS'])(
  '%p is no name of a capability',
  (capability) => {
    expect(told(PodHardening.capability(capability, 'sets the clock'))).toEqual([
      `[shop/cart] MW0115 pod: got "${capability}", want the name of a Linux capability in capitals without CAP_, such as NET_BIND_SERVICE; correct the name`,
    ]);
  },
);

test('a loosening that PodHardening did not make is refused', () => {
  expect(told({ loosening: { kind: 'root-user', reason: 'because' } } as never)).toEqual([
    '[shop/cart] MW0016 pod: got {"loosening":{"kind":"root-user","reason":"because"}}, want a value made by the factories of the class that the property names; use one of its factories',
  ]);
});

test('one loosening and a list of one are the same', () => {
  const loosening = PodHardening.rootUser('installs packages when it starts');
  expect(hardened(loosening)).toEqual(hardened([loosening]));
});
