import { format } from 'sql-formatter'

/** Words that are no names without quotes. */
const RESERVED = new Set(
  (
    'all and any array as asc at both case cast check collate column constraint create default desc distinct do else end ' +
    'except false fetch for foreign from group having in initially intersect into lateral leading limit not null offset on ' +
    'only or order pivot placing primary qualify references returning select show some summarize symmetric table then to ' +
    'trailing true union unique unpivot using variadic when where window with'
  ).split(' '),
)

/** Quotes around names that need none only stand in the reader's way. Texts between single quotes are left alone. */
function withoutQuotes(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"([a-z_][a-z0-9_]*)"/g, (found, name: string | undefined) =>
    name === undefined || RESERVED.has(name) ? found : name,
  )
}

/** A statement as a person would lay it out. */
export function readable(sql: string): string {
  return format(withoutQuotes(sql), { language: 'duckdb', keywordCase: 'upper', expressionWidth: 100 })
}
