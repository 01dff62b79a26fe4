import fc from 'fast-check'

const VALUES: Record<string, string[]> = {
  center_code: ['C1', 'C2', 'C9', '', ' C1 ', 'NULL'],
  accession_no: ['A1', '1.23E+17', '', '0012', '="0012"'],
  patient_id: ['P1', '', 'P"1', '张三'],
  patient_birth_year: ['1980', '', '1980.0', 'x', '99999999999', '+1980'],
  patient_sex: ['M', 'f', '男', '', 'X'],
  modality: ['CT', 'mr', 'ＣＴ', 'XX', ''],
  procedure_code: ['X', '', '\\N'],
  scanner_id: ['S1', 'S2', 'S9', ''],
  status: ['scheduled', 'reported', 'Aborted', '已报告', ''],
  scheduled_at: [
    '2026-03-02 08:00',
    '2026-03-02',
    '2026/3/2 8:5',
    '2026-02-30 08:00',
    '2026-03-02T24:00:00',
    '2026-03-02 08:00:00+15:00',
    '2026年3月2日 8时',
  ],
  started_at: ['2026-03-02 08:00:00', '', '2026-03-02T00:30:00Z', '2026-03-02 08:60:00'],
  completed_at: ['2026-03-02 08:20:00', '', '2026-03-02 07:00:00', '2026-03-02T00:10:00+00:00'],
  reported_at: ['2026-03-02 09:00:00.123456', '', '2026-03-02 08:10:00'],
  updated_at: ['2026-03-02 09:00:00', '2026-03-02 09:00:00.1', '', '45718.5', 'infinity'],
}
export const COLUMNS = Object.keys(VALUES)

/** One text of many made-up exams: mostly sound ones with a fault or two. */
export function madeUp(seed: number, rows: number, delimiter = ','): string {
  const sound = COLUMNS.map((c) => VALUES[c]![0]!)
  const fault = fc.record({ column: fc.nat(COLUMNS.length - 1), value: fc.nat(6), odd: fc.nat(30) })
  const lines = fc.sample(fc.array(fault, { maxLength: 3 }), { numRuns: rows, seed }).map((faults, i) => {
    const cells = [...sound]
    cells[1] = `A${i}`
    for (const { column, value } of faults)
      cells[column] = VALUES[COLUMNS[column]!]![value % VALUES[COLUMNS[column]!]!.length]!
    const odd = faults[0]?.odd
    if (odd === 0) return cells.slice(1).join(delimiter)
    if (odd === 1) return `${cells.join(delimiter)}${delimiter}more`
    if (odd === 2) return `"${cells.join(`"${delimiter}"`)}`
    if (odd === 3) return `\n${cells.map((c) => `"${c.replaceAll('"', '""')}\n"`).join(delimiter)}`
    if (odd === 4) return '  '
    return cells.map((c) => (c.includes('"') ? `"${c.replaceAll('"', '""')}"` : c)).join(delimiter)
  })
  return [COLUMNS.join(delimiter), ...lines, ''].join('\n')
}
