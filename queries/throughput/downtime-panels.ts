import { pick, type Panel } from '../panel/panel.ts'
import type { DowntimePage } from './downtime-types.ts'

const faults: Panel<DowntimePage> = {
  id: 'faults',
  from: { q: 'throughput.fault_stops' },
  select: 'SELECT * FROM q ORDER BY stop_minutes DESC, events DESC, code, severity',
  shows: (page) =>
    page.faults.map((row) => pick(row, ['code', 'severity', 'events', 'scanners', 'stops', 'stop_minutes', 'exams'])),
  exact: true,
}

const reliability: Panel<DowntimePage> = {
  id: 'reliability',
  from: { q: 'throughput.reliability' },
  select: 'SELECT * FROM q ORDER BY availability_rate NULLS LAST, scanner_id',
  shows: (page) =>
    page.reliability.map((row) =>
      pick(row, [
        ...(['scanner_id', 'center_code', 'modality', 'staffed_minutes', 'available_minutes'] as const),
        ...(['availability_rate', 'stops', 'mtbf_minutes', 'mttr_minutes'] as const),
      ]),
    ),
  exact: true,
}

const availability: Panel<DowntimePage> = {
  id: 'availability',
  from: { q: 'throughput.availability' },
  select: 'SELECT * FROM q ORDER BY scanner_id, month',
  shows: (page) =>
    page.availability.map((row) => ({
      ...pick(row, ['scanner_id', 'center_code', 'modality', 'month']),
      availability_rate: row.availability.value,
      availability_rate_n: row.availability.n,
    })),
  exact: true,
}

export const downtimePanels: Panel<DowntimePage>[] = [faults, reliability, availability]
