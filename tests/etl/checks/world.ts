import { runChecks, parseSettings, checks, type CheckResult } from '#etl/checks/index.ts'
import type { Db } from '#etl/db.ts'
import { factTables, referenceTables } from '#etl/schema/main.ts'
import { at, center, exam, scanner } from '../models/builders.ts'
import { builtWarehouse, type World } from '../models/warehouse.ts'

export const LAST_DAY = '2026-03-31'
export const NOW = new Date('2026-04-01T02:00:00+08:00')
export const DAYS = 98
const CENTERS = ['C1', 'C2', 'C3']
const EXAMS_A_DAY = 4

export const dayBefore = (back: number): string =>
  new Date(Date.parse(`${LAST_DAY}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10)

type Row = Record<string, unknown>
export type Rows = Record<'exam' | 'acquisition' | 'ai_result' | 'charge' | 'center' | 'scanner', Row[]> &
  Record<string, Row[]>

/** Three centers with one MR scanner each: every day alike, and every feed complete up to the last day. */
export function cleanWorld(days = DAYS): Rows {
  const world: Rows = {
    center: CENTERS.map((code) => center({ center_code: code })),
    scanner: CENTERS.map((code) => scanner({ scanner_id: `${code}-MR1`, center_code: code })),
    procedure: [{ procedure_code: 'P1' }],
    finding: [{ finding_code: 'F' }],
    ai_product: [{ product_code: 'AI', finding_codes: ['F'], modality: 'MR' }],
    ...{ exam: [], acquisition: [], ai_result: [], charge: [], cost: [], calendar: [] },
  }
  for (const code of CENTERS) {
    for (let back = days - 1; back >= 0; back--) {
      for (let i = 0; i < EXAMS_A_DAY; i++) addExam(world, code, dayBefore(back), i)
    }
  }
  return world
}

/** An exam of half an hour with a series, an AI result (every fourth flagged, as the reader says) and a paid charge. */
export function addExam(world: Rows, code: string, day: string, i: number, more: Row = {}): void {
  const hour = String(9 + i).padStart(2, '0')
  const accession_no = `${code}-${day}-${i}`
  const [from, to] = [`${day} ${hour}:00`, `${day} ${hour}:30`]
  const key = { center_code: code, accession_no }
  const positive = i % 4 === 0
  const own = {
    ...key,
    scanner_id: `${code}-MR1`,
    procedure_code: 'P1',
    patient_key: accession_no,
    reported_at: at(`${day} ${hour}:50`),
  }
  world.exam.push(exam(from, to, { ...own, findings: positive ? ['F'] : [], ...more }) as Row)
  world.acquisition.push({
    ...key,
    ...{ scanner_id: `${code}-MR1`, event_id: `E-${accession_no}`, series_no: 1, step: 'a', missing_tags: [] },
    ...{ started_at: at(`${day} ${hour}:03`), ended_at: at(`${day} ${hour}:28`), ctdi_vol: 10, dlp: 400 },
    parameters: '{"RepetitionTime": 4500, "EchoTime": 90}',
  })
  world.ai_result.push({
    ...key,
    ...{ product_code: 'AI', product_version: '1', finding_code: 'F', status: 'ok', flagged: positive },
    ...{ sent_at: at(`${day} ${hour}:32`), returned_at: at(`${day} ${hour}:35`), updated_at: at(`${day} ${hour}:35`) },
  })
  world.charge.push({
    ...key,
    ...{ charge_id: accession_no, procedure_code: 'P1', service_date: day, payer_class: 'self_pay', status: 'paid' },
    ...{ charge_amount: 300, allowed_amount: 300, insurer_paid: 0, patient_paid: 300, updated_at: at(to) },
  })
}

const FILLED: Record<string, unknown> = { VARCHAR: '-', BIGINT: 1, INTEGER: 1, TIMESTAMPTZ: at('2026-01-01 08:00') }

/** The world with something in every column that is never null: a test names only what it is about. */
function filled(world: World): World {
  return Object.fromEntries(
    [...referenceTables, ...factTables].map((t) => {
      const needed = Object.entries(t.columns).filter(([, column]) => column.required)
      const defaults = Object.fromEntries(needed.map(([name, { type }]) => [name, FILLED[type]]))
      return [t.name, (world[t.name] ?? []).map((row) => ({ ...defaults, ...row }))]
    }),
  )
}

/** Opens a warehouse of the world, so that marts can be spoilt before they are checked. */
export const warehouseOf = (world: Rows | World) => builtWarehouse(filled(world as World))

export async function failedIn(db: Db, settings = '{}', now = NOW): Promise<CheckResult[]> {
  const results = await runChecks(db, { now, settings: parseSettings(settings, checks) })
  return results.filter((result) => !result.passed)
}

/** What fails in a world as `check center subject`. */
export async function foundIn(world: Rows, settings?: string): Promise<string[]> {
  const { db, close } = await warehouseOf(world)
  const failed = await failedIn(db, settings)
  close()
  return lines(failed)
}

export const lines = (failed: CheckResult[]): string[] =>
  failed.flatMap((r) =>
    r.findings.map((f) => [r.check_name, f.feed, f.center_code, f.subject].filter(Boolean).join(' ')),
  )
