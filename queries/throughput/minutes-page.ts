import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import type { Measured } from '../metric/measure.ts'
import { answer, type Context } from '../page/answer.ts'
import { centerNames, type NameOf } from '../page/names.ts'
import type { Answer, PageBase } from '../page/page-types.ts'
import { difference, type DefinitionMinutes } from './definitions.ts'
import { byDefinition, ledgerByDay, ledgerByScanner, ledgerCost, minutesOf, SHARES, type LedgerCost } from './ledger.ts'
import { DEFINITION_METRIC, DEFINITIONS, LEDGER_CLASSES, type UseDefinition } from './ledger-names.ts'
import { losses, LOST } from './losses.ts'
import type { DefinitionRow, LedgerClassRow, LedgerScannerRow, MinutesPage } from './minutes-types.ts'

interface Options {
  definition: UseDefinition
  against: UseDefinition
  money: boolean
}

type Row = Measured<string>

function lostCost(costs: LedgerCost | undefined): number | null {
  if (!costs) return null
  return LOST.reduce((sum, name) => sum + (costs[`${name}_cost`] ?? 0), 0)
}

function scannerRow({ row, figures }: Row, definition: UseDefinition, nameOf: NameOf, costs: LedgerCost | undefined) {
  const center_code = row['center_code'] as string
  return {
    scanner_id: row['scanner_id'] as string,
    center_code,
    ...nameOf(center_code),
    modality: row['modality'] as string,
    ...minutesOf(figures),
    utilization: byDefinition(figures, definition).value,
    idle_share: figures['idle_share']!.value,
    lost_cny: lostCost(costs),
  } satisfies LedgerScannerRow
}

function classRows({ figures }: Row, costs: LedgerCost | undefined): LedgerClassRow[] {
  return LEDGER_CLASSES.map((name, place) => ({
    class: name,
    minutes: figures[`${name}_minutes`]!.value,
    share: figures[SHARES[place]!.id]!.value,
    cost_cny: costs?.[`${name}_cost`] ?? null,
  }))
}

export function definitionRow({ row, figures }: Row): DefinitionRow {
  const entries = DEFINITIONS.map((name) => [name, figures[DEFINITION_METRIC[name]]])
  return { modality: row['modality'] as string, figures: Object.fromEntries(entries) as DefinitionRow['figures'] }
}

/** The sums by which definitions differ; of what has not come, 0. */
function definitionMinutes({ row, figures }: Row): DefinitionMinutes {
  const sum = (name: string) => (row[name] as number | null) ?? 0
  const { staffed_minutes, ...classes } = minutesOf(figures)
  const known = Object.fromEntries(Object.entries(classes).map(([name, value]) => [name, value ?? 0]))
  return {
    ...(known as unknown as DefinitionMinutes),
    occupied_in_hours_minutes: sum('known_in_hours_minutes'),
    occupied_minutes: sum('known_occupied_minutes'),
    unstaffed_minutes: 1440 * sum('known_days') - (staffed_minutes ?? 0),
    scheduled_minutes: sum('scheduled_minutes'),
  }
}

async function contentOf({ db, filters }: Context, { definition, against, money }: Options) {
  const [{ scanners, modalities, all }, { days, weekdays }, costs, nameOf] = await Promise.all([
    ledgerByScanner(db, filters),
    ledgerByDay(db, filters),
    money ? ledgerCost(db, filters) : [],
    centerNames(db),
  ])
  const costOf = new Map(costs.map((row) => [row.scanner_id, row]))
  const known = scanners.filter(({ figures }) => figures.staffed_minutes.value !== null)
  const rows = known
    .map((one) => ({ costs: costOf.get(one.row['scanner_id'] as string), one }))
    .map(({ costs, one }) => ({ ...scannerRow(one, definition, nameOf, costs), costs: costs ? { ...costs } : null }))
  const together = costOf.get(null)
  const { staffed_minutes, off_hours_minutes } = minutesOf(all.figures)
  return {
    classes: classRows(all, together),
    staffed_minutes,
    off_hours_minutes,
    priced_share: money && staffed_minutes ? (together?.priced_minutes ?? 0) / staffed_minutes : null,
    losses: await losses(db, filters, rows as Parameters<typeof losses>[2]),
    scanners: rows.map(({ costs: _, ...row }) => row),
    days,
    weekdays,
    definition,
    against,
    definitions: modalities.filter(({ figures }) => figures.staffed_minutes.value !== null).map(definitionRow),
    difference: difference(definition, against, definitionMinutes(all)),
  } satisfies Omit<MinutesPage, keyof PageBase>
}

/** Where every staffed minute went, what it cost, and why people quote different figures of the same rooms. */
export function minutesPage(reader: WarehouseReader, filter: Filter, options: Options): Promise<Answer<MinutesPage>> {
  const needs = ['exams', 'scanner_log', ...(options.money ? (['costs'] as const) : [])] as const
  return answer(reader, { name: 'minutes', filter: compareNothing(filter), options, needs: [...needs] }, (context) =>
    contentOf(context, options),
  )
}
