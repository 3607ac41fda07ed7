import { until } from '../machine/until';
import type { Kubectl, KubernetesObject } from './kubectl';
import type { Istiod } from './istiod';

interface Secret {
  readonly data: Readonly<Record<string, string>>;
}

/** Lets istiod's own validation judge every Istio object, as an installation by Istio's chart does. */
export async function installWebhook(
  kubectl: Kubectl,
  { namespace, validationUrl }: Istiod,
): Promise<void> {
  const caBundle = await until('the certificate of the control plane', async () => {
    const secret = await kubectl.get<Secret>('secret', 'istio-ca-secret', '-n', namespace);
    return secret.data['ca-cert.pem'];
  });
  await kubectl.apply([configuration(validationUrl, caBundle)]);
}

function configuration(url: string, caBundle: string): KubernetesObject & { webhooks: unknown } {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'istio-validator' },
    webhooks: [
      {
        name: 'rev.validation.istio.io',
        clientConfig: { url, caBundle },
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: [
              'security.istio.io',
              'networking.istio.io',
              'telemetry.istio.io',
              'extensions.istio.io',
            ],
            apiVersions: ['*'],
            resources: ['*'],
          },
        ],
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}
