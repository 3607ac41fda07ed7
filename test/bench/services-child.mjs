// node services-child.mjs planned|raw SHAPE MANIFESTS FOLDER: declares and writes four hundred services, or the plain
// objects of MANIFESTS, which is read before, and prints the time.
import { readFileSync } from 'node:fs';
import { appIn, synthesize, timed } from './measure.mjs';
import { declareObjects, declareServices } from './resilient.mjs';

const [how, shape, file, outdir] = process.argv.slice(2);
const manifests = new Map(JSON.parse(readFileSync(file, 'utf8')));
const declare = (app) =>
  how === 'raw' ? declareObjects(app, manifests) : declareServices(app, shape, 400);
console.log(JSON.stringify(timed(() => synthesize(appIn(outdir, declare)))));
