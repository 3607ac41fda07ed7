/** How parts of a report look. Without colours each is as it is. */
export interface Styles {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const plain = (text: string): string => text;

/** No colours: for files, pipes and `NO_COLOR`. */
export const PLAIN: Styles = {
  error: plain,
  warning: plain,
  info: plain,
  strong: plain,
  faint: plain,
};
