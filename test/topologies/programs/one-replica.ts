import { Chart, type App } from 'cdk8s';
import { Mount, Operation, Port, ResilientService, Rollout, Scale } from '../../../constructs';

/** Something that may run only once, so that nothing can be ejected. It is told: MW0213. */
export function build(app: App): void {
  const office = new Chart(app, 'office', { namespace: 'office' });

  const scheduler = new ResilientService(office, 'scheduler', {
    image: 'ghcr.io/acme/scheduler:1.3.0',
    port: Port.http(8080),
    scale: Scale.fixed(1),
    rollout: Rollout.recreate('two schedulers would run every job twice'),
    mounts: [Mount.emptyDir('/tmp')],
    operations: {
      list: Operation.safe('GET /jobs'),
      cancel: Operation.idempotent('DELETE /jobs/{id}'),
      start: Operation.unsafe('POST /jobs'),
    },
  });
  const console = new ResilientService(office, 'console', {
    image: 'ghcr.io/acme/console:1.3.0',
    port: 8080,
  });

  console.calls(scheduler.operations.list);
  console.calls(scheduler.operations.cancel);
  console.calls(scheduler.operations.start);
}
