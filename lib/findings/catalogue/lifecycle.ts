import { entries } from './entry';

/** How pods come and go. */
export const LIFECYCLE = entries({
  MW0130: {
    level: 'error',
    title: 'A service has both `startup` and `startsWithin`',
    want: 'one of the two',
    fix: 'keep `startsWithin`, or `startup` where it asks something else than readiness',
  },
  MW0131: {
    level: 'error',
    title: 'The time to start is over before a try of the startup probe is',
    want: "at least the {timeout}s that a try of readiness' question may take",
    fix: 'raise `startsWithin`, or lower the timeout of `readiness`',
  },
  MW0132: {
    level: 'error',
    title: 'A time to start is given, and there is nothing to ask whether it is over',
    want: 'a `readiness` probe, or a port of a workload that is no job',
    fix: 'declare `readiness`, such as Probe.exec, or remove `startsWithin`',
  },
  MW0133: {
    level: 'warning',
    title: 'Liveness may give up before readiness is asked for the first time',
    want: 'more than the {delay}s that the application has to start',
    fix: 'give the time to start as `startsWithin` instead of initial delays',
  },
  MW0134: {
    level: 'error',
    title: 'A rolling update has no room for a new pod',
    want: 'a whole number of at least 1, or 1% to 100%: old pods stay until new ones are ready',
    fix: 'give such an amount, or use Rollout.recreate with a reason',
  },
  MW0135: {
    level: 'warning',
    title: 'Several pods that could replace each other are all ended at once',
    want: '1 replica, or Rollout.surge',
    fix: 'use Rollout.surge, or Scale.fixed(1) where two may never run at a time',
  },
  MW0136: {
    level: 'error',
    title: 'A kind of workload cannot be rolled out that way',
    want: '{known}',
    fix: 'remove it, or use another `workload`',
  },
  MW0137: {
    level: 'warning',
    title: 'A pod may take longer to end than platforms wait for it',
    want: 'at most 600s: the Cluster Autoscaler, and GKE, AKS and eksctl with it, end a pod then when they remove its node',
    fix: 'shorten the longest deadline or `drain`, or let clients connect again after such a cut',
  },
  MW0138: {
    level: 'error',
    title: 'A drain waits for callers, and nobody can call',
    want: 'a port, or `drain.cleanUp` alone',
    fix: 'give the time that the application needs to end as `drain.cleanUp`',
  },
  MW0139: {
    level: 'warning',
    title: 'A zone of a failover has no pod',
    want: 'at least one replica for each of the {zones} zones',
    fix: 'raise `scale`, or name fewer zones: callers there always fail over',
  },
});
