import { addCosts, addExam, FIRST, HOUR, iso, pick, random, slot, some, type Row } from './random-world.ts'
import type { World } from './warehouse.ts'

type Edit = (world: World, r: () => number) => void

const drop = (world: World, table: string, row: object) => {
  world[table] = world[table]!.filter((other) => other !== row)
}
const later = (value: unknown, hours: number) =>
  typeof value === 'string' ? iso(Date.parse(value) + hours * HOUR) : value

/** What a night can bring, one thing at a time: each makes other marts dirty. */
const EDITS: Record<string, Edit> = {
  'an exam is corrected': (w, r) => Object.assign(some(w, 'exam', r), { status: 'cancelled', performed: false }),
  'an exam appears': (w, r) => addExam(w, 1000 + Math.floor(r() * 1e6), r, pick),
  'an exam goes': (w, r) => drop(w, 'exam', some(w, 'exam', r)),
  'the last exam goes': (w) => {
    const performed = (w.exam as Row[]).filter((e) => e.performed)
    drop(w, 'exam', performed.sort((a, b) => String(a.day).localeCompare(String(b.day))).at(-1) ?? {})
  },
  'the first exam goes': (w) => {
    const performed = (w.exam as Row[]).filter((e) => e.performed)
    drop(w, 'exam', performed.sort((a, b) => String(a.day).localeCompare(String(b.day)))[0] ?? {})
  },
  'a booking is touched, and with it the time up to which the center is known': (w, r) => {
    const exam = some(w, 'exam', r, (e) => e.status === 'scheduled')
    exam.updated_at = iso(FIRST + (20 + r() * 20) * 24 * HOUR)
  },
  'an exam runs longer': (w, r) => {
    const exam = some(w, 'exam', r, (e) => e.completed_at !== null)
    exam.completed_at = later(exam.completed_at, r() * 30)
    if (exam.reported_at) exam.reported_at = later(exam.completed_at, 1)
  },
  'a series is corrected': (w, r) => Object.assign(some(w, 'acquisition', r), { step: 'a', parameters: '{}' }),
  'a series moves to another scanner': (w, r) => {
    const series = some(w, 'acquisition', r, (a) => a.center_code !== 'C3')
    series.scanner_id = `${String(series.center_code)}-${pick(r, ['CT1', 'MR1'])}`
  },
  'a series runs longer': (w, r) => {
    const series = some(w, 'acquisition', r, (a) => a.ended_at !== null)
    series.ended_at = later(series.ended_at, r() * 30)
  },
  'a result is corrected': (w, r) => Object.assign(some(w, 'ai_result', r), { flagged: r() < 0.5, status: 'ok' }),
  'a result is opened': (w, r) => {
    const result = some(w, 'ai_result', r)
    result.opened_at = later(result.returned_at, 1)
  },
  'a result was never opened': (w, r) => {
    const result = some(w, 'ai_result', r, (a) => a.opened_at !== null)
    result.opened_at = null
  },
  'a slot is booked otherwise': (w, r) =>
    Object.assign(
      some(w, 'exam', r, (e) => e.status === 'no_show'),
      slot(r, pick),
    ),
  'a charge moves to another day': (w, r) => {
    const charge = some(w, 'charge', r)
    if (charge.service_date)
      charge.service_date = iso(Date.parse(String(charge.service_date)) + (r() - 0.5) * 60 * 24 * HOUR).slice(0, 10)
  },
  'a charge turns out to be for another exam': (w, r) => {
    const charge = some(w, 'charge', r)
    const exam = some(w, 'exam', r, (e) => e.center_code === charge.center_code)
    if (exam.accession_no) charge.accession_no = exam.accession_no
  },
  'a charge is settled': (w, r) => Object.assign(some(w, 'charge', r), { status: 'paid', allowed_amount: 1.5 }),
  'a ledger comes': (w, r) =>
    addCosts(w, pick(r, ['C1', 'C2', 'C3']), pick(r, ['2026-01-01', '2026-03-01', '2026-05-01']), r),
  'a ledger line goes': (w, r) => drop(w, 'cost', some(w, 'cost', r)),
  'a fault makes the log newer': (w, r) => {
    const at = iso(FIRST + (20 + r() * 15) * 24 * HOUR)
    w.scanner_fault!.push({ center_code: pick(r, ['C1', 'C2', 'C3']), scanner_id: 'x', event_id: at, at, code: '1' })
  },
  'a state changes': (w, r) => Object.assign(some(w, 'scanner_state', r), { state: pick(r, ['ready', 'down']) }),
}

/** The world after a night on which one to three things happened, and what they were. */
export function afterNight(world: World, seed: number): { world: World; happened: string[] } {
  const r = random(seed)
  const next = structuredClone(world)
  const happened = Array.from({ length: 1 + Math.floor(r() * 2.2) }, () => pick(r, Object.keys(EDITS)))
  for (const name of happened) EDITS[name]!(next, r)
  return { world: next, happened }
}
