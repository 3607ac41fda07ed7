import * as pulumi from '@pulumi/pulumi';
import { deployStacks } from './deploy';
import { readSettings } from './pulumi-settings';

// what this module exports are the outputs of the stack
export const { objects, gatewayAddress, dashboards } = deployStacks(
  readSettings(new pulumi.Config()),
);
