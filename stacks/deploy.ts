import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { App } from 'cdk8s';
import {
  addressOf,
  ChartDeployment,
  checkCharts,
  IstioInstallation,
  orderText,
} from '../lib/pulumi';
import type { PulumiSettings } from './pulumi-settings';
import { STACKS } from './stacks';

/** What a deployment tells afterwards. */
export interface DeploymentOutputs {
  /** How many objects each application has. */
  readonly objects: Readonly<Record<string, number>>;
  /** Where the gateway is reached; undefined where there is none to read it from. */
  readonly gatewayAddress: pulumi.Output<string> | undefined;
  /** ConfigMaps with dashboards, as `namespace/name`. */
  readonly dashboards: readonly string[];
}

/** Deploys the applications that `settings` choose: the objects that `cdk8s synth` writes. */
export function deployStacks(settings: PulumiSettings): DeploymentOutputs {
  const { context, installsIstio } = settings;
  const apps = settings.applications.map((name) => {
    const chart = new App();
    STACKS[name]?.(chart, settings);
    return [name, { chart }] as const;
  });
  const checked = Object.entries(checkCharts(Object.fromEntries(apps)));
  const provider =
    context === undefined ? undefined : new kubernetes.Provider('cluster', { context });
  const options = provider === undefined ? {} : { provider };
  const istio = installsIstio ? new IstioInstallation('istio', {}, options) : undefined;
  const dependsOn = istio === undefined ? [] : [istio];
  const deployments = checked.map(
    ([name, props]) => [name, new ChartDeployment(name, props, { ...options, dependsOn })] as const,
  );
  if (settings.printsOrder) {
    for (const [, { order }] of deployments) void pulumi.log.info(orderText(order));
  }
  return {
    objects: Object.fromEntries(deployments.map(([name, { order }]) => [name, order.length])),
    gatewayAddress: istio?.gatewayAddress ?? gatewayAddress(settings, options),
    dashboards: deployments.flatMap(([, deployment]) => deployment.dashboards),
  };
}

function gatewayAddress(
  { gatewayService }: PulumiSettings,
  options: { readonly provider?: kubernetes.Provider },
): pulumi.Output<string> | undefined {
  if (gatewayService === undefined) return undefined;
  return addressOf(kubernetes.core.v1.Service.get('gateway', gatewayService, options));
}
