import { columnsOf, estimateShown } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'
import type { DosePage, DoseQuantity } from './dose-types.ts'

const rate: Panel<DosePage> = {
  id: 'rate',
  from: { q: 'dose.rate' },
  select: `SELECT ${columnsOf(m.dose_over_reference_rate)} FROM q`,
  shows: (page) => [estimateShown(m.dose_over_reference_rate, page.dose_over_reference_rate)],
  exact: true,
}

const shown = (of: 'ctdi' | 'dlp', { n, median, network_p25, network_p75 }: DoseQuantity) => ({
  [`${of}_n`]: n,
  [`${of}_median`]: median,
  [`${of}_network_p25`]: network_p25,
  [`${of}_network_p75`]: network_p75,
})

const centers: Panel<DosePage> = {
  id: 'centers',
  from: { q: 'dose.centers' },
  select: 'SELECT * FROM q ORDER BY protocol_code, version, center_code',
  shows: (page) =>
    page.centers.map((row) => ({
      ...pick(row, ['center_code', 'protocol_code']),
      version: row.protocol_version,
      ctdi_vol_reference: row.ctdi_vol.reference,
      dlp_reference: row.dlp.reference,
      ...shown('ctdi', row.ctdi_vol),
      ...shown('dlp', row.dlp),
    })),
  exact: true,
}

const OVER = [
  ...['center_code', 'accession_no', 'day', 'scanner_id', 'protocol_code', 'protocol_version'],
  ...['parameter', 'observed', 'reference', 'ratio'],
] as (keyof DosePage['over'][number] & string)[]

const over: Panel<DosePage> = {
  id: 'over',
  from: { q: 'dose.over' },
  select: 'SELECT * FROM q ORDER BY ratio DESC, center_code, accession_no, parameter',
  shows: (page) => page.over.map((row) => pick(row, OVER)),
  exact: true,
}

const patients: Panel<DosePage> = {
  id: 'patients',
  from: { q: 'dose.patients' },
  select: 'SELECT center_code, exams, dlp, last_day FROM q ORDER BY dlp DESC',
  shows: (page) => page.patients.map((row) => pick(row, ['center_code', 'exams', 'dlp', 'last_day'])),
  exact: true,
}

export const dosePanels: Panel<DosePage>[] = [rate, centers, over, patients]
