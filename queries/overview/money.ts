import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { centerProfits } from '../profitability/centers.ts'
import { profitabilityMetrics } from '../profitability/profitability-metrics.ts'
import { comparedBooks } from '../profitability/comparable-books.ts'
import { HEADLINE, moneyFigures } from '../profitability/profitability-figures.ts'
import { monthRows } from '../profitability/months.ts'
import { booksOf } from '../profitability/period.ts'
import { booksByMonth, booksByPeriod } from '../profitability/books.ts'
import { funnel } from '../page/funnel.ts'
import { centerNames, type NameOf } from '../page/names.ts'
import type { Filters } from '../page/page-types.ts'
import type { Attention, MoneySignalKind, OverviewMoney, Signal } from './overview-types.ts'
import type { CenterProfitRow } from '../profitability/profitability-types.ts'

/** Used practical capacity from which a loss is no matter of empty rooms. */
const HIGH_USE = 0.85

type Found = Signal<MoneySignalKind> & { center_code: string }

const NOTHING = { modality: null, product_code: null, scanner_id: null }

function losses(centers: CenterProfitRow[]): Found[] {
  return centers
    .filter((c) => !c.provisional && (c.operating_profit ?? 0) < 0 && (c.capacity_use_rate ?? 0) >= HIGH_USE)
    .map((c) => ({
      ...NOTHING,
      center_code: c.center_code,
      kind: 'loss_at_high_use',
      metric: 'operating_profit',
      value: c.operating_profit,
      reference: c.capacity_use_rate,
      reference_metric: 'capacity_use_rate',
      n: null,
    }))
}

function denials(centers: CenterProfitRow[], nameOf: NameOf): Found[] {
  const samples = centers.map((c) => ({ center_code: c.center_code, rate: c.denial_rate }))
  const f = funnel(profitabilityMetrics.denial_rate, samples, nameOf)
  return f.rows
    .filter((row) => row.place === 'above_998')
    .map((row) => ({
      ...NOTHING,
      center_code: row.center_code,
      kind: 'denial_funnel',
      metric: 'denial_rate',
      value: row.value,
      reference: f.target,
      reference_metric: 'denial_rate',
      n: row.n,
    }))
}

export function moneyAttention(centers: CenterProfitRow[], nameOf: NameOf): Attention<MoneySignalKind>[] {
  const found = [...losses(centers), ...denials(centers, nameOf)]
  return [...new Set(found.map((s) => s.center_code))].sort().map((center_code) => ({
    center_code,
    ...nameOf(center_code),
    signals: found.filter((s) => s.center_code === center_code).map(({ center_code: _, ...rest }) => rest),
  }))
}

/** The part of the overview that only some may see; whole months that the period touches. */
export async function overviewMoney(db: Kysely<Database>, days: Filters): Promise<OverviewMoney> {
  const filters = await booksOf(db, days)
  const [sums, compared, months, centers, nameOf] = await Promise.all([
    booksByPeriod(db, filters),
    comparedBooks(db, filters, HEADLINE),
    booksByMonth(db, filters),
    centerProfits(db, filters),
    centerNames(db),
  ])
  return {
    filters,
    figures: moneyFigures(sums, compared, filters),
    centers: centers.map(({ center_code, net_revenue, operating_profit, operating_margin_rate }) => ({
      center_code,
      net_revenue,
      operating_profit,
      operating_margin_rate,
    })),
    attention: moneyAttention(centers, nameOf),
    months: monthRows(months).map(({ month, month_state, net_revenue, operating_profit }) => ({
      month,
      month_state,
      net_revenue,
      operating_profit,
    })),
  }
}
