import { Chart, Duration, type App } from 'cdk8s';
import { Mesh, Operation, Profile, ResilientService, Scale } from '../../../constructs';

/** One service that asks twenty others, one after the other (MW1018); too large to be reviewed as YAML. */
export function build(app: App): void {
  new Mesh(app, 'mesh', { profile: Profile.interactive() });
  const search = new Chart(app, 'search', { namespace: 'search' });

  const frontend = new ResilientService(search, 'frontend', {
    image: 'ghcr.io/acme/search-frontend:1.1.0',
    port: 8080,
    scale: Scale.between(5, 13, { cpuPercent: 60 }),
  });
  for (let shard = 1; shard <= 20; shard += 1) {
    const index = new ResilientService(search, `index-${shard}`, {
      image: 'ghcr.io/acme/search-index:1.1.0',
      port: 8080,
      ownTime: Duration.millis(150),
      operations: { query: Operation.safe('GET /query') },
    });
    frontend.calls(index.operations.query);
  }
}
