import { rows, type Db } from '../db.ts'
import { literal } from '../sql-text.ts'

/**
 * The JSON paths of every ruled parameter as a SQL list, in the order of `book_rule.path_no`. DuckDB extracts a constant
 * list of paths in one pass over the text, which is why it is written into the statement.
 */
export async function parameterPaths(db: Db): Promise<string> {
  const found = await rows<{ parameter: string }>(
    db,
    'SELECT DISTINCT parameter FROM main.protocol_rule WHERE parameter IS NOT NULL ORDER BY parameter',
  )
  const paths = found.map(({ parameter }) => literal(`$."${parameter}"`))
  return paths.length > 0 ? `[${paths.join(', ')}]` : `['$."no rule"']`
}
