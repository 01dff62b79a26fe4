import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { coverageFigures } from '../concordance/coverage.ts'
import { concordanceFigures } from '../concordance/concordance-figures.ts'
import { catalogue, productFindings } from '../concordance/products.ts'
import { readingFigures } from '../concordance/readings.ts'
import { runFigures } from '../concordance/runs.ts'
import { findingNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'

async function asked(db: Kysely<Database>, filters: Filters) {
  const [readings, coverage, runs] = await Promise.all([
    readingFigures(db, filters, false),
    coverageFigures(db, filters),
    runFigures(db, filters),
  ])
  return { readings, figures: concordanceFigures({ readings, runs, coverage }, filters) }
}

/** Headline figures of AI use. */
export const aiFigures = async (db: Kysely<Database>, filters: Filters) => (await asked(db, filters)).figures

/** The same, and the 2×2 of every product and finding. */
export async function aiSummary(db: Kysely<Database>, filters: Filters) {
  const [{ readings, figures }, products, finding] = await Promise.all([
    asked(db, filters),
    catalogue(db),
    findingNames(db),
  ])
  return { figures, products: productFindings(readings, products, finding) }
}
