// node services-child.mjs planned|raw SHAPE MANIFESTS FOLDER: declares and writes four hundred services, or the plain
// objects that the text of MANIFESTS makes, since no program has objects that it did not make; prints the time. That
// text and all of the package are read before.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { appIn, synthesize, timed } from './measure.mjs';
import { declareObjects, declareServices } from './resilient.mjs';

createRequire(import.meta.url)('../../dist/package/late.js');
const [how, shape, file, outdir] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const declare = (app) =>
  how === 'raw' ? declareObjects(app, new Map(JSON.parse(text))) : declareServices(app, shape, 400);
console.log(JSON.stringify(timed(() => synthesize(appIn(outdir, declare)))));
