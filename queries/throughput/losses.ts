import type { Kysely } from 'kysely'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { ledgerDaysOf } from './ledger.ts'
import type { LedgerClass } from './ledger-names.ts'
import type { LedgerScannerRow, Loss } from './minutes-types.ts'

/** Classes that bring nothing. */
export const LOST = ['turnover', 'no_show', 'idle', 'down'] as const satisfies readonly LedgerClass[]

/** So many are told, each with so many of its days. */
const TOLD = 3

type Priced = LedgerScannerRow & { costs: Record<string, number | null> | null }

/**
 * The greatest losses of the selection, a scanner and class each: by yuan where minutes have a price, else by minutes.
 * The days are those with most of it.
 */
export async function losses(db: Kysely<Database>, filters: Filters, scanners: Priced[]): Promise<Loss[]> {
  const candidates = scanners.flatMap((row) =>
    LOST.map((name) => ({
      class: name,
      ...{ scanner_id: row.scanner_id, center_code: row.center_code, modality: row.modality },
      ...{ name_en: row.name_en, name_zh: row.name_zh },
      minutes: row[`${name}_minutes`] ?? 0,
      share: (row[`${name}_minutes`] ?? 0) / (row.staffed_minutes || 1),
      cost_cny: row.costs?.[`${name}_cost`] ?? null,
    })),
  )
  const told = candidates
    .filter(({ minutes }) => minutes > 0)
    .sort(
      (a, b) =>
        (b.cost_cny ?? 0) - (a.cost_cny ?? 0) || b.minutes - a.minutes || a.scanner_id.localeCompare(b.scanner_id),
    )
    .slice(0, TOLD)
  const rows = await ledgerDaysOf(db, filters, [...new Set(told.map((loss) => loss.scanner_id))].sort())
  return told.map((loss) => ({
    ...loss,
    days: rows
      .filter(({ row }) => row['scanner_id'] === loss.scanner_id)
      .map(({ row, figures }) => ({
        day: row['day'] as string,
        minutes: figures[`${loss.class}_minutes`].value ?? 0,
      }))
      .filter(({ minutes }) => minutes > 0)
      .sort((a, b) => b.minutes - a.minutes || a.day.localeCompare(b.day))
      .slice(0, TOLD),
  }))
}
