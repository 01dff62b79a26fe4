/**
 * A text as every database keeps it: PostgreSQL takes no NUL, and none takes half of a surrogate pair, as cutting a text leaves it.
 * What is hashed must be what is kept.
 */
export const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString()
