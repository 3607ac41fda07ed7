/** Something is wrong with what was asked: the message is all that is printed. */
export class InputError extends Error {}
