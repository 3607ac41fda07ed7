import type { Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import { MeshNamespace, Operation } from '../../../constructs';
import { Load } from '../world/load';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';
