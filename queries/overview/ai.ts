import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { coverageFigures } from '../concordance/coverage.ts'
import { concordanceFigures } from '../concordance/concordance-figures.ts'
import { catalogue, productFindings } from '../concordance/products.ts'
import { readingFigures } from '../concordance/readings.ts'
import { runFigures } from '../concordance/runs.ts'
import { findingNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'

/** Headline figures of AI use and the 2×2 of every product and finding. */
export async function aiSummary(db: Kysely<Database>, filters: Filters) {
  const [readings, coverage, runs, products, finding] = await Promise.all([
    readingFigures(db, filters, false),
    coverageFigures(db, filters),
    runFigures(db, filters),
    catalogue(db),
    findingNames(db),
  ])
  return {
    figures: concordanceFigures({ readings, runs, coverage }, filters),
    products: productFindings(readings, products, finding),
  }
}
