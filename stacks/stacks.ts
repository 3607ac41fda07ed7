import type { App } from 'cdk8s';
import { Bookinfo, type BookinfoProps } from './bookinfo';
import { OnlineBoutique, type OnlineBoutiqueProps } from './online-boutique';

/** What differs between deployments of the applications. */
export type StackOptions = BookinfoProps & OnlineBoutiqueProps;

/** The applications of this repository, by the name of the folder that each is written to. */
export const STACKS: Readonly<Record<string, (app: App, options?: StackOptions) => void>> = {
  bookinfo: (app, options) => void new Bookinfo(app, 'bookinfo', options),
  'online-boutique': (app, options) => void new OnlineBoutique(app, 'online-boutique', options),
};
