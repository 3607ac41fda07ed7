import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { AppWriter } from '../app-writer';
import { WaitingFiles } from '../output/waiting-files';
import { validated } from '../render';
import type { MakeShards, Message, Part, Written } from './part';

// as often as a bar is drawn; a message for each object would take longer than the object
const PAUSE_MS = 100;

/** Tells the main thread how far this one is, after each pause. */
function progressTeller(): (done: number, known: number) => void {
  let next = Date.now() + PAUSE_MS;
  return (done, known) => {
    if (Date.now() < next) return;
    next = Date.now() + PAUSE_MS;
    say({ progress: { done, known } });
  };
}

function say(message: Message): void {
  parentPort?.postMessage(message);
}

async function write({ module, outdir, places, part, parts }: Part): Promise<Written> {
  const { shards } = (await import(pathToFileURL(module).href)) as { shards?: MakeShards };
  if (typeof shards !== 'function') {
    throw new Error(`${module} exports no function shards(part, parts) that makes the apps`);
  }
  const files = new WaitingFiles(places);
  const writer = new AppWriter(outdir, { onProgress: progressTeller() });
  for (const app of shards(part, parts)) writer.write(validated(app), files);
  const { names, moved } = files;
  const { objects } = writer;
  return { names: [...names], moved, objects, summary: writer.summarized() };
}

void write(workerData as Part).then((written) => say({ written }));
