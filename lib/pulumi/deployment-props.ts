import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Manifest } from './manifest';
import type { ObjectOptions } from './object-options';

/** Props of a {@link ChartDeployment}. */
export interface ChartDeploymentProps {
  /** The chart, or the app with all of its charts. */
  readonly chart: IConstruct;

  /**
   * A name of the cluster, where one program deploys the same objects to several: it comes before the names of the
   * resources. Which cluster it is, the option `provider` says. Constructs depend on those of another deployment where both
   * have the same `cluster` and the same provider.
   *
   * @default - none: there is one cluster
   */
  readonly cluster?: string;

  /**
   * Options of each object, by its construct and its manifest. What a class of charts renders in a way of its own is not
   * asked about.
   *
   * @default - none but what the objects call for by themselves
   */
  readonly options?: (object: ApiObject, manifest: DeployedManifest) => ObjectOptions | undefined;
}

/** An object as it is rendered, with tokens in the place of Outputs. */
export type DeployedManifest = Manifest;
