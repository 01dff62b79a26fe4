import { ReferenceDataError } from './reference-data-error.ts'
import type { Line } from './read-csv.ts'
import type {
  AliasRow,
  BudgetRow,
  CalendarRow,
  CenterRow,
  InterventionRow,
  ScannerRow,
  StaffingRow,
  TermsRow,
} from './types.ts'

interface Lines {
  centers: Line<CenterRow>[]
  scanners: Line<ScannerRow>[]
  stepAliases: Line<AliasRow>[]
  calendar: Line<CalendarRow>[]
  staffing: Line<StaffingRow>[]
  partnerTerms: Line<TermsRow>[]
  budget: Line<BudgetRow>[]
  interventions: Line<InterventionRow>[]
}

/** A row about a center or scanner that does not exist would do nothing in silence: it is refused with its place. */
export function checkReferences(lines: Lines): void {
  const centers = new Set(lines.centers.map((l) => l.row.center_code))
  const centerOf = new Map(lines.scanners.map((l) => [l.row.scanner_id, l.row.center_code]))
  const center = (file: string, line: number, code: string | null) => {
    if (code === null || centers.has(code)) return
    throw new ReferenceDataError({ file, line, column: 'center_code' }, `center ${code} is not in centers.csv`)
  }
  const scanner = (file: string, line: number, id: string | null) => {
    if (id === null || centerOf.has(id)) return
    throw new ReferenceDataError({ file, line, column: 'scanner_id' }, `scanner ${id} is not in scanners.csv`)
  }
  for (const { file, line, row } of lines.scanners) center(file, line, row.center_code)
  for (const { file, line, row } of lines.stepAliases) center(file, line, row.center_code)
  for (const { file, line, row } of lines.partnerTerms) center(file, line, row.center_code)
  for (const { file, line, row } of lines.staffing) scanner(file, line, row.scanner_id)
  const either = (file: string, line: number, row: { center_code: string | null; scanner_id: string | null }) => {
    center(file, line, row.center_code)
    scanner(file, line, row.scanner_id)
    const home = row.scanner_id === null ? null : centerOf.get(row.scanner_id)
    if (home && row.center_code !== null && row.center_code !== home) {
      throw new ReferenceDataError(
        { file, line, column: 'scanner_id' },
        `scanner ${row.scanner_id} belongs to center ${home}`,
      )
    }
  }
  for (const { file, line, row } of lines.calendar) either(file, line, row)
  for (const { file, line, row } of lines.interventions) either(file, line, row)
  for (const { file, line, row } of lines.budget) center(file, line, row.center_code)
  checkAliases(lines.stepAliases)
}

/** Aliases are compared without case and blanks, so two spellings of one name must agree. */
function checkAliases(aliases: Line<AliasRow>[]): void {
  const steps = new Map<string, string>()
  for (const { line, row } of aliases) {
    const key = `${row.center_code}\n${row.alias.replace(/\s/g, '').toLowerCase()}`
    const step = steps.get(key)
    if (step !== undefined && step !== row.step) {
      const what = `${row.alias} already means ${step} (case and blanks do not count)`
      throw new ReferenceDataError({ file: 'step_aliases.csv', line, column: 'alias' }, what)
    }
    steps.set(key, row.step)
  }
}
