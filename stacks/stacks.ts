import type { App } from 'cdk8s';
import { Bookinfo } from './bookinfo';
import { OnlineBoutique } from './online-boutique';

/** The applications of this repository, by the name of the folder that each is written to. */
export const STACKS: Readonly<Record<string, (app: App) => void>> = {
  bookinfo: (app) => void new Bookinfo(app, 'bookinfo'),
  'online-boutique': (app) => void new OnlineBoutique(app, 'online-boutique'),
};
