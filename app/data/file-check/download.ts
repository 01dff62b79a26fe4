import { BYTE_ORDER_MARK, csvLine } from '../../csv.ts'
import type { I18n } from '../../i18n/use-i18n.ts'
import type { FileReport } from './messages.ts'

/** Hands the listed problems over as a CSV file. Values that a spreadsheet would run as formulas are made harmless. */
export function downloadProblems(report: FileReport, name: string, { t, code }: Pick<I18n, 't' | 'code'>): void {
  const head = (['line', 'column', 'value', 'reason', 'do'] as const).map((key) => t(`check_file.${key}`))
  const rows = report.problems.map((p) => [
    ...[p.line, p.column, p.value],
    ...[code('check_file.reason', p.reason), code('check_file.do', p.reason)],
  ])
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, ...[head, ...rows].map(csvLine)], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/\.\w+(\.gz)?$/, '')}-problems.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
