import { styleText } from 'node:util';
import { PLAIN, type Styles } from '../report/styles';

type Format = Parameters<typeof styleText>[0];

/** Colours where a person reads along on a terminal and has not asked for none. @see https://no-color.org */
export function stylesFor(stream: { readonly isTTY?: boolean }): Styles {
  const isColoured = stream.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  if (!isColoured) return PLAIN;
  const style =
    (format: Format) =>
    (text: string): string =>
      styleText(format, text);
  return {
    error: style('red'),
    warning: style('yellow'),
    info: style('cyan'),
    strong: style('bold'),
    faint: style('dim'),
  };
}

/** Writes to standard output, whole. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Says in one line why nothing can be written, and ends. A reader that has seen enough, such as `head`, is no error. */
export function reportWriteErrors(exitCode: number): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit();
    process.stderr.write(`meshwright: cannot write: ${message}\n`);
    process.exit(exitCode);
  });
}

/** JSON in which big counts keep their digits, as text. */
export function jsonText(value: unknown): string {
  const written = JSON.stringify(
    value,
    (_key, each: unknown) => {
      if (typeof each === 'bigint') return String(each);
      return each === Infinity ? 'unbounded' : each;
    },
    2,
  );
  return `${written}\n`;
}

/** Says what is going on, where a person waits for it. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text} …\n`);
}
