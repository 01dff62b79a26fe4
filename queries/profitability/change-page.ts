import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { answer, type Context } from '../page/answer.ts'
import { centerNames } from '../page/names.ts'
import type { Answer, Feed, PageBase } from '../page/page-types.ts'
import { profitChanges } from './change-effects.ts'
import { movedRows } from './change-moved.ts'
import { sidesOf } from './change-sides.ts'
import { EFFECTS, type Beside, type ChangeBar, type ChangePage, type ProfitChange } from './change-types.ts'
import { resolveBooks } from './period.ts'

type Content = Omit<ChangePage, keyof PageBase>

export const besideNamed = (text: string | undefined): Beside => (text === 'network' ? 'network' : 'months')

function barsOf(together: ProfitChange): ChangeBar[] {
  return [
    { step: 'before', kind: 'total', amount: together.before },
    ...EFFECTS.map((step): ChangeBar => ({ step, kind: 'change', amount: together[step] })),
    { step: 'after', kind: 'total', amount: together.after },
  ]
}

async function contentOf({ db, filters }: Context, beside: Beside): Promise<Content> {
  const { sides, ...compared } = await sidesOf(db, filters, beside)
  const [rows, moved, nameOf] = await Promise.all([profitChanges(db, sides), movedRows(db, sides), centerNames(db)])
  const [all, ...centers] = rows
  const { center_code: _, ...sums } = all!
  const together = compared.why_not === null ? sums : null
  return {
    beside,
    ...compared,
    together,
    bars: together ? barsOf(together) : [],
    centers: centers
      .map(({ center_code, ...row }) => ({ center_code: center_code!, ...nameOf(center_code!), ...row }))
      .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.center_code.localeCompare(b.center_code)),
    ...moved,
  }
}

/** Why operating profit moved between closed months of the same centers, or apart from an average center's. */
export function changePage(reader: WarehouseReader, filter: Filter, beside: Beside): Promise<Answer<ChangePage>> {
  const needs: Feed[] = ['exams', 'billing', 'costs']
  return answer(reader, { name: 'change', filter, options: { beside }, needs, resolve: resolveBooks }, (context) =>
    contentOf(context, beside),
  )
}
