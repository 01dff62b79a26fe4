/** A text as SQL writes it, between apostrophes. */
export const quotedText = (text: string) => `'${text.replaceAll("'", "''")}'`

/** A name as SQL writes it, whatever it holds. */
export const quotedName = (name: string) => `"${name.replaceAll('"', '""')}"`
