import { entries } from './entry';

/** Values that can be judged alone. */
export const VALUES = entries({
  MW0001: {
    level: 'error',
    title: 'A text is missing, empty or no text',
    want: 'a text that is not blank',
    fix: 'give the value itself; an Output or a function cannot be written into a manifest',
  },
  MW0002: {
    level: 'error',
    title: 'A count is not a whole number of at least 1',
    want: 'a whole number of at least 1',
    fix: 'give such a number',
  },
  MW0003: {
    level: 'error',
    title: 'A duration is not a whole number of milliseconds, or below 1 ms',
    want: 'a Duration of whole milliseconds, at least 1ms',
    fix: 'use Duration.millis or a larger unit',
  },
  MW0004: {
    level: 'error',
    title: 'A percentage is not a whole number from 1 to 100',
    want: 'a whole number from 1 to 100',
    fix: 'give such a number',
  },
  MW0005: {
    level: 'error',
    title: 'A name is no DNS label',
    want: 'lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash',
    fix: 'rename it',
  },
  MW0006: {
    level: 'error',
    title: 'A host is no DNS name',
    want: 'a DNS name of lower-case labels, at most 253 characters, without scheme and port',
    fix: 'give the bare host name',
  },
  MW0007: {
    level: 'error',
    title: 'An address is no IP address',
    want: 'an IPv4 or IPv6 address',
    fix: 'give an address, or `host` for a name',
  },
  MW0008: {
    level: 'error',
    title: 'A quantity is unknown to Kubernetes',
    want: 'a quantity such as 250m, 1.5, 64Mi or 2Gi',
    fix: 'write it in that notation, or use Cpu and Size',
  },
  MW0009: {
    level: 'error',
    title: 'A loosening has no reason',
    want: 'a reason that a reader of the manifest understands',
    fix: 'say why the default is given up',
  },
  MW0010: {
    level: 'error',
    title: 'A label value is invalid',
    want: 'letters, digits, dashes, underscores and dots, at most 63',
    fix: 'shorten or rewrite the value',
  },
  MW0011: {
    level: 'error',
    title: 'The name of an environment variable is invalid',
    want: 'letters, digits and underscores, not beginning with a digit',
    fix: 'rename the variable',
  },
  MW0012: {
    level: 'error',
    title: 'The name of a header, cookie or parameter is invalid',
    want: "an HTTP token: letters, digits and -_.~!#$%&'*+^`|",
    fix: 'rename it',
  },
  MW0013: {
    level: 'error',
    title: 'The name of a Kubernetes object is invalid',
    want: 'lower-case letters, digits, dashes and dots, at most 253',
    fix: 'give the name of the object',
  },
  MW0014: {
    level: 'error',
    title: 'A regular expression is not one that Envoy takes',
    want: 'an RE2 expression: no look-around, no back-references',
    fix: 'rewrite the expression',
  },
  MW0015: {
    level: 'error',
    title: 'A path is not absolute',
    want: 'a path that begins with /',
    fix: 'write the path from the root',
  },
  MW0016: {
    level: 'error',
    title: 'A value was not made by the class that belongs there',
    want: 'a value made by the factories of the class that the property names',
    fix: 'use one of its factories',
  },
  MW0017: {
    level: 'error',
    title: 'The key of a label or annotation is invalid',
    want: 'an optional DNS prefix and /, then letters, digits, dashes, underscores and dots, at most 63',
    fix: 'rename the key',
  },
  MW0018: {
    level: 'error',
    title: 'A count is not a whole number of at least 0',
    want: 'a whole number of at least 0',
    fix: 'give such a number',
  },
  MW0019: {
    level: 'error',
    title: 'Properties or entries are no object',
    want: 'an object of properties or entries',
    fix: 'write { … }',
  },
  MW0020: {
    level: 'error',
    title: 'A list is none',
    want: 'a list',
    fix: 'write [ … ], also for a single item',
  },
  MW0021: {
    level: 'error',
    title: 'A word is not one of those that the property knows',
    want: 'one of {words}',
    fix: 'correct the word',
  },
  MW0022: {
    level: 'error',
    title: 'A value is neither true nor false',
    want: 'true or false',
    fix: 'give one of the two',
  },
});
