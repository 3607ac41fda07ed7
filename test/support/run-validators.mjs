// A command, not a module: the models are ECMAScript modules, which Jest's CommonJS cannot load.
// Reads [{ model, manifest }] from its standard input and prints [{ index, message }].
import { readFileSync } from 'node:fs';

/** The class of `kind` in `model`; undefined when the packages know no such kind. */
async function modelClass(model, kind) {
  try {
    const candidate = (await import(model))[kind];
    return candidate?.kind === kind ? candidate : undefined;
  } catch (error) {
    if (['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}

function describe({ instancePath, message, params }) {
  const allowed = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : '';
  return `${instancePath || '/'} ${message}${allowed}`;
}

async function problemsOf({ model, manifest }) {
  const Model = await modelClass(model, manifest.kind);
  if (Model === undefined) return [`${manifest.apiVersion} ${manifest.kind} is not a known kind`];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    if (error.validation !== true) throw error;
    return error.errors.map(describe);
  }
}

const problems = [];
for (const [index, request] of JSON.parse(readFileSync(0, 'utf8')).entries()) {
  for (const message of await problemsOf(request)) problems.push({ index, message });
}
process.stdout.write(JSON.stringify(problems));
