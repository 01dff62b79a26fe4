const EDGE = String.raw`[\s\u00a0\u3000\u200b\ufeff]`
const EDGES = new RegExp(`^${EDGE}+|${EDGE}+$`, 'g')

/** Full-width letters, digits and signs, and the Chinese full stop and comma, as ASCII; other text stays. */
export function halfWidth(value: string): string {
  return value.replace(/[\uff01-\uff5e\u3000\u3001\u3002]/g, (c) => {
    if (c === '\u3000') return ' '
    if (c === '\u3001') return ','
    if (c === '\u3002') return '.'
    return String.fromCharCode(c.charCodeAt(0) - 0xfee0)
  })
}

/** How names and codes are compared: without blanks, full width and case. */
export function fold(value: string): string {
  return halfWidth(value)
    .replace(/[\s\u00a0\u200b\ufeff]/g, '')
    .toLowerCase()
}

/** A cell without what spreadsheets wrap around text: `="00123"`, a leading apostrophe before digits, blanks and tabs. */
export function unwrap(cell: string): string {
  const value = cell.replace(EDGES, '')
  const formula = /^=\s*"((?:[^"]|"")*)"$/.exec(value)
  if (formula) return formula[1]!.replaceAll('""', '"').replace(EDGES, '')
  return /^'\d/.test(value) ? value.slice(1) : value
}
