import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './etl.ts'

/** A landing folder of two centers with one scanner each, and helpers that put files into it. */
export function smallLanding() {
  const dir = temporaryFolder()
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  put('reference/centers.csv', 'center_code,name_en,time_zone\nC1,One,Asia/Shanghai\nC2,Two,Asia/Urumqi\n')
  put('reference/scanners.csv', 'scanner_id,center_code,name_en,modality\nS1,C1,One,MR\nS2,C2,Two,CT\n')
  return { dir, put }
}

/** A sound exam, as a row of CSV. */
export const EXAM = {
  center_code: 'C1',
  accession_no: 'A1',
  patient_id: 'P1',
  modality: 'MR',
  procedure_code: 'X',
  scanner_id: 'S1',
  status: 'reported',
  scheduled_at: '2026-03-02 08:00:00',
  started_at: '2026-03-02 08:05:00',
  completed_at: '2026-03-02 08:20:00',
  reported_at: '2026-03-02 09:00:00',
  updated_at: '2026-03-02 09:00:00',
}

/** CSV text of exams; every row overrides a sound one. */
export function examsCsv(
  ...rows: Partial<Record<keyof typeof EXAM | 'reported_findings' | 'priority' | 'radiologist_id', string>>[]
): string {
  return csv(rows.map((row) => ({ ...EXAM, ...row })))
}

/** CSV text with the columns of all rows. */
export function csv(rows: Record<string, string>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [columns.join(','), ...rows.map((row) => columns.map((c) => row[c] ?? '').join(',')), ''].join('\n')
}
