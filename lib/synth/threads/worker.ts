import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { AppWriter } from '../app-writer';
import { WaitingFiles } from '../output/waiting-files';
import { validated } from '../render';
import type { MakeShards, Part, Written } from './part';

async function write({ module, outdir, places, part, parts }: Part): Promise<Written> {
  const { shards } = (await import(pathToFileURL(module).href)) as { shards?: MakeShards };
  if (typeof shards !== 'function') {
    throw new Error(`${module} exports no function shards(part, parts) that makes the apps`);
  }
  const files = new WaitingFiles(places);
  const writer = new AppWriter(outdir, {});
  for (const app of shards(part, parts)) writer.write(validated(app), files);
  const { names, moved } = files;
  const { objects } = writer;
  return { names: [...names], moved, objects, summary: writer.summarized() };
}

void write(workerData as Part).then((written) => parentPort?.postMessage(written));
