import { publishedTables } from '../../schema/index.ts'
import { qualified } from '../../schema/table.ts'
import type { Check } from '../check.ts'

/** Row groups that hold no null are passed over, so that asking for one in every column costs milliseconds. */
const nulls = publishedTables.flatMap((t) =>
  Object.entries(t.columns)
    .filter(([, column]) => column.required)
    .map(
      ([name]) =>
        `SELECT '${t.schema}.${t.name}.${name}' AS subject, count(*) AS n FROM ${qualified(t)} WHERE "${name}" IS NULL`,
    ),
)

/** The dashboard is written as if these columns were never null. */
export const columns: Check[] = [
  {
    id: 'columns_filled',
    severity: 'block',
    measures: 'rows that are null in a column that is declared as never null (etl/schema)',
    thresholds: {},
    grain: 'column',
    findings: () =>
      `SELECT subject, n AS measured, 0 AS expected, n || ' rows are null' AS detail FROM (${nulls.join(' UNION ALL ')}) WHERE n > 0`,
    next: 'A table breaks its own declaration: run `npm run etl -- rebuild`; if it stays, report it.',
  },
]
