/**
 * Deploys charts by Pulumi: one resource for each object, with Outputs all the way through.
 *
 * @module
 */
export { asString, type AsStringOptions, type Textual } from './as-string';
export { checkCharts, type CheckedChart } from './check-charts';
export { ChartDeployment, type DeployedObject } from './chart-deployment';
export type { ChartDeploymentProps, DeployedManifest } from './deployment-props';
export {
  addressOf,
  IstioInstallation,
  type IstioInstallationProps,
} from './platform/istio-installation';
export type { IstioChart, IstioPart } from './platform/istio-values';
export type { ObjectOptions } from './object-options';
export type { OutputToken, StringOrToken } from '../values/token';
export { orderText, type OrderStep } from './order/text';
