import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer, type Context } from '../page/answer.ts'
import { centerNames } from '../page/names.ts'
import type { Answer, Feed, PageBase } from '../page/page-types.ts'
import { centerCapacity, scannerCapacity } from './capacity.ts'
import type { CapacityCost, CapacityPage, CenterCapacity, ModalityCapacity, ScannerCapacity } from './capacity-types.ts'
import { resolveBooks } from './period.ts'

const COSTS = ['fixed_cost', 'used_cost', 'down_cost', 'unused_cost'] as const

/** Fixed cost that is known by class. */
const isKnown = (row: CapacityCost) => COSTS.every((name) => row[name] !== null)

function sumOf(rows: CapacityCost[]): CapacityCost {
  const sum = (name: (typeof COSTS)[number]) => rows.reduce((total, row) => total + (row[name] ?? 0), 0)
  const known = rows.length > 0
  return Object.fromEntries(COSTS.map((name) => [name, known ? sum(name) : null])) as unknown as CapacityCost
}

function modalitiesOf(scanners: ScannerCapacity[]): ModalityCapacity[] {
  const names = [...new Set(scanners.map(({ modality }) => modality))].sort()
  return names.map((modality) => {
    const rows = scanners.filter((row) => row.modality === modality)
    return { modality, scanners: rows.length, ...sumOf(rows) }
  })
}

/** Those that are furthest below break-even first, those of which it is not known last. */
const byNeed = (a: CenterCapacity, b: CenterCapacity) =>
  (a.exams_beyond_per_day ?? Infinity) - (b.exams_beyond_per_day ?? Infinity) ||
  a.center_code.localeCompare(b.center_code)

async function contentOf({ db, filters }: Context): Promise<Omit<CapacityPage, keyof PageBase>> {
  const [scannerRows, centerRows, nameOf] = await Promise.all([
    scannerCapacity(db, filters),
    centerCapacity(db, filters),
    centerNames(db),
  ])
  const scanners = scannerRows.map((row) => ({ ...row, ...nameOf(row.center_code) }))
  const known = scanners.filter(isKnown)
  return {
    together: { ...sumOf(known), scanners: known.length, unknown_scanners: scanners.length - known.length },
    modalities: modalitiesOf(known),
    centers: centerRows.map((row) => ({ ...row, ...nameOf(row.center_code) })).sort(byNeed),
    scanners,
  }
}

/** What capacity costs and how it is used, where break-even lies, and what one more exam a day is worth; closed months. */
export function capacityPage(reader: WarehouseReader, filter: Filter): Promise<Answer<CapacityPage>> {
  const needs: Feed[] = ['exams', 'scanner_log', 'billing', 'costs']
  const page = { name: 'capacity', filter: compareNothing(filter), needs, resolve: resolveBooks }
  return answer(reader, page, contentOf)
}
