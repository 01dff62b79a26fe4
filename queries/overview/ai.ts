import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { coverageRows } from '../concordance/coverage.ts'
import { concordanceFigures } from '../concordance/concordance-figures.ts'
import { catalogue, productFindings } from '../concordance/products.ts'
import { readingGroups } from '../concordance/readings.ts'
import { runRows } from '../concordance/runs.ts'
import { findingNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'

/** Headline figures of AI use and the 2×2 of every product and finding. */
export async function aiSummary(db: Kysely<Database>, filters: Filters) {
  const [groups, coverage, runs, products, finding] = await Promise.all([
    readingGroups(db, filters),
    coverageRows(db, filters),
    runRows(db, filters),
    catalogue(db),
    findingNames(db),
  ])
  return {
    figures: concordanceFigures({ groups, runs, coverage }, filters),
    products: productFindings(groups, products, finding),
  }
}
