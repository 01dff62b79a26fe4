import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { hasEntries } from '../db/functions.ts'
import { inScope } from '../filter/scope.ts'
import { centerNames } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import type { MissingCosts } from './profitability-types.ts'

/** Open months whose ledgers lack what the last closed months had, by month and center. */
export async function missingCosts(db: Kysely<Database>, filters: Filters): Promise<MissingCosts[]> {
  const [rows, nameOf] = await Promise.all([
    db
      .selectFrom('mart.center_month as m')
      .where(inScope(filters, { day: 'm.month', center: 'm.center_code' }))
      .where('m.month_state', '=', 'open')
      .where(hasEntries('m.missing_costs'))
      .select(['m.month', 'm.center_code', 'm.missing_costs'])
      .orderBy('m.month')
      .orderBy('m.center_code')
      .$call(asked('profitability.missing_costs')),
    centerNames(db),
  ])
  return rows.map(({ month, center_code, missing_costs }) => ({
    ...{ month, center_code, ...nameOf(center_code) },
    costs: (missing_costs ?? []).map((line) => {
      const [category = '', behaviour = ''] = line.split(' ')
      return { category, behaviour }
    }),
  }))
}
