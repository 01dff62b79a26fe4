/** A text as a string of a style sheet: nothing in it ends the string. */
export const cssString = (text: string) => `"${text.replace(/[^\p{L}\p{N} ·:,.()/_-]/gu, toEscape)}"`

const toEscape = (sign: string) => `\\${sign.codePointAt(0)!.toString(16)} `
