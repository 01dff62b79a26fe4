import { inSet } from '../metric/grouping-sets.ts'
import { pick, type Panel, type Shown } from '../panel/panel.ts'
import { LEDGER_COLUMNS } from '../throughput/ledger.ts'
import { DEFINITION_METRIC, DEFINITIONS } from '../throughput/ledger-names.ts'
import type { ScannerDay, ScannerPage } from './scanner-types.ts'

const COLUMNS = LEDGER_COLUMNS.join(', ')

const ledger: Panel<ScannerPage> = {
  id: 'ledger',
  from: { q: 'throughput.ledger' },
  select: `SELECT ${COLUMNS} FROM q WHERE ${inSet()}`,
  shows: (page) => [pick(page.ledger, LEDGER_COLUMNS)],
  exact: true,
}

const definitions: Panel<ScannerPage> = {
  id: 'definitions',
  from: { q: 'throughput.ledger' },
  select: `SELECT modality, ${DEFINITIONS.map((name) => DEFINITION_METRIC[name]).join(', ')}
    FROM q WHERE ${inSet('modality')} AND staffed_minutes IS NOT NULL ORDER BY modality`,
  shows: (page) =>
    page.definitions.map(({ modality, figures }) => ({
      modality,
      ...Object.fromEntries(DEFINITIONS.map((name) => [DEFINITION_METRIC[name], figures[name].value])),
    })),
  exact: true,
}

const ofDays = (key: 'day' | 'iso_weekday', rows: (page: ScannerPage) => Shown[]): Panel<ScannerPage> => ({
  id: key === 'day' ? 'days' : 'weekdays',
  from: { q: 'throughput.ledger_days' },
  select: `SELECT ${key}, ${COLUMNS} FROM q WHERE ${inSet(key)} ORDER BY ${key}`,
  shows: rows,
  exact: true,
})

/** What stands on the page only where the address names a day. */
const ofDay = (id: string, shows: (day: ScannerDay) => Shown[]): Panel<ScannerPage> => ({
  id,
  from: { q: `scanner.${id}` },
  select: 'SELECT * FROM q',
  shows: (page) => (page.on_day ? shows(page.on_day) : []),
  exact: true,
})

const dayLedger: Panel<ScannerPage> = {
  id: 'day_ledger',
  from: { q: 'scanner.ledger' },
  select: `SELECT ${COLUMNS} FROM q WHERE ${inSet('day')}`,
  shows: ({ on_day }) => (on_day?.ledger ? [pick(on_day.ledger, LEDGER_COLUMNS)] : []),
  exact: true,
}

export const scannerPanels: Panel<ScannerPage>[] = [
  ledger,
  definitions,
  ofDays('day', (page) => page.days.map((row) => pick(row, ['day', ...LEDGER_COLUMNS]))),
  ofDays('iso_weekday', (page) => page.weekdays.map((row) => pick(row, ['iso_weekday', ...LEDGER_COLUMNS]))),
  ofDay('exams', ({ exams }) =>
    exams.map((row) => pick(row, ['accession_no', 'status', 'scheduled_at', 'slot_ends_at', 'started_at'])),
  ),
  ofDay('series', ({ series }) => series.map((row) => pick(row, ['accession_no', 'step', 'started_at', 'ended_at']))),
  ofDay('states', ({ states }) => states.map((row) => pick(row, ['state', 'started_at', 'ended_at']))),
  ofDay('faults', ({ faults }) => faults.map((row) => pick(row, ['at', 'code', 'severity']))),
  dayLedger,
]
