/** Characters that a password needs at least: length counts, not what kinds of characters there are. */
export const LEAST_CHARACTERS = 12
