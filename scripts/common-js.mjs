// Modules as esbuild writes them, as what `require` reads. esbuild's own translation puts a function in front of each
// name that is shared among files, for names that change and files that need each other; ours do neither, and V8 takes
// a tenth of a synthesis for such calls.

/** The file that is read with the first call of one of its functions. */
export const LATE = './late.js';

const IMPORT_NAMES = /^import \{([^}]*)\} from ("[^"]+");$/gm;
const IMPORT_ALL = /^import \* as (\w+) from ("[^"]+");$/gm;
const IMPORT_EFFECTS = /^import ("[^"]+");$/gm;
const EXPORT = /^export (\{[^}]*\});$/gm;
const READ_LATE = `let $read; const $late = () => ($read ??= require("${LATE}")); `;
const LEFT_OVER = /^(?:import|export)\b(?!\().*$/m;

/** The text of a module as CommonJS, each statement on the lines on which it was, as its source map has it. */
export function commonJsOf(text) {
  const code = text
    .replace(IMPORT_NAMES, (_, names, from) =>
      from === `"${LATE}"` ? called(names) : `const {${renamed(names)}} = require(${from});`,
    )
    .replace(IMPORT_ALL, 'const $1 = require($2);')
    .replace(IMPORT_EFFECTS, 'require($1);')
    .replace(EXPORT, (_, names) => `module.exports = ${exported(names)};`);
  const leftOver = LEFT_OVER.exec(code);
  if (leftOver !== null) throw new Error(`no CommonJS for: ${leftOver[0]}`);
  return code.replace(
    /^(#!.*\n)?/,
    `$1"use strict"; ${code.includes('$late().') ? READ_LATE : ''}`,
  );
}

/** `a as b` of an import as the pattern `a: b`. */
const renamed = (names) => names.replace(/(\w+) as (\w+)/g, '$1: $2');

/** `a as b` of an import as a function `b` that reads the file of `a` when it is called. */
const called = (names) =>
  names.replace(
    /(\w+)(?: as (\w+))?,?/g,
    (_, name, local = name) => `const ${local} = (...args) => $late().${name}(...args);`,
  );

/** `{ a as b }` of an export as the object `{ b: a }`. */
const exported = (names) => names.replace(/(\w+) as (\w+)/g, '$2: $1');
