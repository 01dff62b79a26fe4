import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import { centerNames, findingNames } from '../page/names.ts'
import type { Answer } from '../page/page-types.ts'
import { catalogueRows, domainRows } from './domains.ts'
import { pairCounts, pairRows } from './pairs.ts'
import { catalogue } from './products.ts'
import { byProduct, lateRows, lossRows, productUse } from './use-losses.ts'
import { wayRows } from './use-runs.ts'
import type { UsePage } from './use-types.ts'

/** Whether what AI products say reaches the report: each product's way from exam to use, and products beside each other. */
export function aiUsePage(reader: WarehouseReader, filter: Filter): Promise<Answer<UsePage>> {
  const page = { name: 'use', filter: compareNothing(filter) }
  return answer(reader, { ...page, needs: ['exams', 'ai_results'] }, async ({ db, filters }) => {
    const [rows, pairs, listed, products, center, finding] = await Promise.all([
      wayRows(db, filters),
      pairCounts(db, filters),
      catalogueRows(db, filters),
      catalogue(db),
      centerNames(db),
      findingNames(db),
    ])
    const found = byProduct(rows)
    return {
      products: productUse(found, products),
      losses: lossRows(found, products),
      late: lateRows(found, products, center),
      pairs: pairRows(pairs, products.nameOf, finding),
      domains: domainRows(listed, filters, products.nameOf),
    }
  })
}
