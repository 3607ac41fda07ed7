import { App, type AppProps } from 'cdk8s';
import { synthesize } from '../../lib/synth/synthesize';
import { filesIn, withFolder, type Files } from './folder';

/** What a program declares. */
export type Build = (app: App) => void;

/** The files that cdk8s itself writes, or the error that it throws. */
export function stockFiles(build: Build, props: AppProps = {}): Files | Error {
  return filesOf(build, props, (app) => App.prototype.synth.call(app));
}

/** The files that we write of the same program, or the error that we throw. */
export function ourFiles(build: Build, props: AppProps = {}): Files | Error {
  return filesOf(build, props, (app) => void synthesize(app));
}

function filesOf(build: Build, props: AppProps, synth: (app: App) => void): Files | Error {
  return withFolder({}, (outdir) => {
    try {
      const app = new App({ ...props, outdir });
      build(app);
      synth(app);
    } catch (error) {
      return error as Error;
    }
    return filesIn(outdir);
  });
}

/** The files of a program, which must be those of cdk8s. */
export function expectEqual(build: Build, props: AppProps = {}): Files {
  const wanted = stockFiles(build, props);
  const got = ourFiles(build, props);
  if (wanted instanceof Error) throw wanted;
  expect(got).toEqual(wanted);
  return got as Files;
}
