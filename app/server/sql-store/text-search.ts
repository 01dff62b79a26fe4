import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/** Whether any of the columns holds every word, without regard to case; LIKE's own signs are taken as letters. */
export function holdsWords(columns: Expression<string>[], search: string): RawBuilder<SqlBool> {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  const all = sql.join(columns, sql` || ' ' || `)
  const tests = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return sql`lower(${all}) like ${pattern} escape '\\'`
  })
  return tests.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(tests, sql` and `)})`
}
