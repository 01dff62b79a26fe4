import type { World } from './warehouse.ts'

/** Numbers from a seed, so that a failing world can be made again. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const ZONES = { C1: 'Asia/Shanghai', C2: 'America/New_York', C3: 'Asia/Urumqi' }
const OFFSET_HOURS: Record<string, number> = { C1: 8, C2: -5, C3: 6 }
const FINDINGS = ['F1', 'F2', 'F3']
/** Thirty days around the American clock change of 8 March 2026 and the end of a month. */
const FIRST = Date.UTC(2026, 1, 14)
const HOUR = 3600_000

const iso = (ms: number) => new Date(Math.round(ms / 1000) * 1000).toISOString()

function localDay(center: string, ms: number): string {
  const zone = ZONES[center as keyof typeof ZONES]
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(ms)
}

/** Reference data with every special case: unknown hours, dated staffing, calendar, terms, aliases, rules with `when`. */
export function referenceWorld(): World {
  const scanner = (scanner_id: string, hours: string | null, more = {}) => ({
    scanner_id,
    center_code: scanner_id.slice(0, 2),
    modality: scanner_id.slice(3, 5),
    manufacturer: scanner_id.startsWith('C1') ? 'UIH' : 'GE',
    field_strength_t: 3,
    staffed_hours: hours,
    ...more,
  })
  const rule = (version: number, step: string, step_order: number, parameter: string | null, more: object) => ({
    ...{ protocol_code: 'P', version, step, step_order, required: step !== 'c', parameter, rule_order: 1 },
    ...{ step_severity: step === 'a' ? 'critical' : 'major', severity: 'major', ...more },
  })
  return {
    center: Object.entries(ZONES).map(([center_code, time_zone]) => ({
      ...{ center_code, name_en: center_code, time_zone, partner_share: center_code === 'C2' ? 0.35 : 0 },
    })),
    scanner: [
      scanner('C1-MR1', '1-5 08:00-20:00;6 08:00-12:00'),
      scanner('C1-CT1', '1-7 00:00-24:00', { retired_on: '2026-03-05' }),
      scanner('C2-MR1', '1-7 00:00-24:00'),
      scanner('C2-CT1', null),
      scanner('C3-MR1', '1-6 09:00-13:00;1-6 14:00-18:00', { installed_on: '2026-02-20' }),
    ],
    staffing: [{ scanner_id: 'C3-MR1', effective_from: '2026-03-02', staffed_hours: '1-7 10:00-16:00' }],
    calendar: [
      { date: '2026-02-17', hours: 'closed' },
      { center_code: 'C1', date: '2026-02-17', hours: '09:00-12:00' },
      { scanner_id: 'C3-MR1', date: '2026-02-28', hours: '08:00-10:00;09:30-11:00' },
    ],
    partner_terms: [{ center_code: 'C2', effective_from: '2026-03-03', partner_share: 0.4 }],
    step_alias: [{ center_code: 'C3', alias: 'Step A', step: 'a' }],
    ai_product: [
      { product_code: 'AI1', modality: 'MR', finding_codes: ['F1', 'F2'] },
      { product_code: 'AI2', modality: 'CT', finding_codes: ['F2'] },
    ],
    protocol: [
      { protocol_code: 'P', version: 1, effective_to: '2026-02-25', dlp_reference: 500 },
      { protocol_code: 'P', version: 2, effective_from: '2026-02-24', ctdi_vol_reference: 12 },
    ],
    protocol_rule: [
      rule(1, 'a', 1, 'RepetitionTime', { min_value: 3600, max_value: 4400 }),
      rule(1, 'b', 2, null, {}),
      rule(2, 'a', 1, 'RepetitionTime', { min_value: 3800, max_value: 4200, manufacturer: 'uih' }),
      rule(2, 'a', 1, 'RepetitionTime', { min_value: 3000, rule_order: 2 }),
      rule(2, 'b', 2, 'DiffusionBValue', { allowed: ['0', '1000'], allowed_numbers: [0, 1000], allowed_texts: [] }),
      rule(2, 'c', 3, null, {}),
    ],
  }
}

const pick: Pick = (r, list) => list[Math.floor(r() * list.length)]!

/** Facts of `exams` exams with their series, AI results and charges, states of the scanners, costs of some months. */
export function randomWorld(seed: number, exams: number): World {
  const r = random(seed)
  const world: World = { ...referenceWorld(), exam: [], acquisition: [], ai_result: [], charge: [], cost: [] }
  world.scanner_fault = []
  for (let i = 0; i < exams; i++) addExam(world, i, r, pick)
  addStates(world, r, pick)
  for (const center_code of Object.keys(ZONES)) {
    for (const month of ['2026-02-01', '2026-03-01', '2026-04-01'])
      if (r() < 0.6) addCosts(world, center_code, month, r)
  }
  return world
}

function addCosts(world: World, center_code: string, month: string, r: () => number): void {
  const row = { center_code, month, category: 'rent', amount: Math.floor(r() * 1e6) / 100 }
  world.cost!.push({ ...row, behaviour: 'fixed' }, { ...row, behaviour: 'variable', amount: 12.34 })
  if (r() < 0.5) world.cost!.push({ ...row, behaviour: 'fixed', scanner_id: `${center_code}-MR1` })
}

type Row = Record<string, unknown>
type Edit = (world: World, r: () => number) => void

const some = (world: World, table: string, r: () => number, where: (row: Row) => boolean = () => true) => {
  const rows = (world[table] as Row[]).filter(where)
  return rows.length > 0 ? pick(r, rows) : {}
}
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

type Pick = <T>(r: () => number, list: readonly T[]) => T

function addExam(world: World, i: number, r: () => number, pick: Pick): void {
  const center_code = pick(r, ['C1', 'C2', 'C3'])
  const scanner = pick(r, center_code === 'C3' ? ['MR1'] : ['MR1', 'CT1'])
  const scanner_id = `${center_code}-${scanner}`
  const status = pick(r, [
    'reported',
    'reported',
    'reported',
    'completed',
    'aborted',
    'scheduled',
    'no_show',
    'cancelled',
  ])
  const begun = ['reported', 'completed', 'aborted'].includes(status)
  const at =
    FIRST + (r() * 24 * 24 + 8 - OFFSET_HOURS[center_code]!) * HOUR + (status === 'scheduled' ? r() * 200 * HOUR : 0)
  const minutes = r() < 0.1 ? r() * 2000 : 5 + r() * 60
  const accession_no = `A${i}`
  const reported = status === 'reported' ? iso(at + minutes * 60_000 + r() * 8 * HOUR) : null
  const findings = r() < 0.2 ? null : FINDINGS.filter(() => r() < 0.4)
  world.exam!.push({
    ...{
      center_code,
      accession_no,
      scanner_id,
      status,
      modality: scanner.slice(0, 2),
      findings,
      reported_at: reported,
    },
    protocol_code: r() < 0.8 ? pick(r, ['P', 'P', 'P', 'Q']) : null,
    referral_source: pick(r, ['walk_in', 'checkup']),
    ordered_at: r() < 0.3 ? null : iso(at - r() * 100 * HOUR),
    scheduled_at: iso(at - r() * 3 * HOUR),
    arrived_at: r() < 0.5 ? null : iso(at - r() * HOUR),
    started_at: begun ? iso(at) : null,
    completed_at: begun ? iso(at + minutes * 60_000) : null,
    repeat_of: r() < 0.1 ? 'A0' : null,
    updated_at: iso(begun ? at + 10 * HOUR : at - 30 * HOUR),
    day: localDay(center_code, at),
    performed: status === 'reported' || status === 'completed',
  })
  addSeries(world, { center_code, accession_no, scanner_id }, at, r, pick)
  addResults(world, { center_code, accession_no }, at, r, pick)
  const amount = Math.floor(r() * 1e5) / 100
  const charge = pick(r, ['billed', 'paid', 'partly_paid', 'denied', 'refunded', 'written_off', 'void'])
  world.charge!.push({
    ...{ center_code, charge_id: `B${i}`, accession_no, status: charge, charge_amount: amount },
    payer_class: pick(r, ['commercial', 'self_pay', 'urban_employee', 'partner_settlement']),
    service_date: localDay(center_code, at),
    allowed_amount: charge === 'billed' && r() < 0.5 ? null : Math.floor(amount * 80) / 100,
    insurer_paid: r() < 0.5 ? null : Math.floor(amount * 30) / 100,
    refunded: r() < 0.8 ? null : 1.23,
  })
}

function addSeries(
  world: World,
  exam: { center_code: string; accession_no: string; scanner_id: string },
  at: number,
  r: () => number,
  pick: Pick,
): void {
  const series = Math.floor(r() * 5)
  for (let n = 0; n < series; n++) {
    const start = at + r() * 40 * 60_000
    const value = pick(r, ['4000', '4300', '"4000"', '2000.5', '[3900, 4100]', '[]', 'null'])
    world.acquisition!.push({
      ...{ ...exam, event_id: `E${world.acquisition!.length}-${n}`, series_no: r() < 0.2 ? null : n },
      step: exam.center_code === 'C3' && r() < 0.3 ? ' step a' : pick(r, ['a', 'b', 'b', 'c', 'x', 'Localizer']),
      started_at: iso(start),
      ended_at: r() < 0.1 ? null : iso(start + r() * (r() < 0.05 ? 30 * HOUR : 600_000)),
      parameters: JSON.stringify({ RepetitionTime: 0, DiffusionBValue: 0 })
        .replace(/0/, value)
        .replace(/0}$/, `${pick(r, ['0', '[0,1000]', '500'])}}`),
      missing_tags: r() < 0.1 ? ['EchoTime'] : [],
      ctdi_vol: r() < 0.5 ? null : r() * 20,
      dlp: r() < 0.5 ? null : r() * 400,
    })
  }
}

function addResults(world: World, exam: object, at: number, r: () => number, pick: Pick): void {
  for (const product_code of ['AI1', 'AI2']) {
    for (const finding_code of FINDINGS.filter(() => r() < 0.4)) {
      for (const product_version of r() < 0.3 ? ['1', '2'] : ['1']) {
        const returned = r() < 0.1 ? null : at + r() * 10 * HOUR
        world.ai_result!.push({
          ...{
            ...exam,
            product_code,
            product_version,
            finding_code,
            status: r() < 0.9 ? 'ok' : 'failed',
            flagged: r() < 0.5,
          },
          returned_at: returned && iso(returned),
          opened_at: returned && r() < 0.05 ? iso(returned + r() * 5 * HOUR) : null,
          updated_at: iso(at + Math.floor(r() * 3) * HOUR),
          reader_action: pick(r, ['accepted', 'ignored', null]),
        })
      }
    }
  }
}

function addStates(world: World, r: () => number, pick: Pick): void {
  world.scanner_state = []
  for (const scanner_id of ['C1-MR1', 'C1-CT1', 'C2-MR1', 'C3-MR1']) {
    const events = Array.from({ length: 1 + Math.floor(r() * 12) }, () => FIRST + r() * 26 * 24 * HOUR).sort(
      (a, b) => a - b,
    )
    events.forEach((at, n) => {
      world.scanner_state!.push({
        ...{ center_code: scanner_id.slice(0, 2), scanner_id, event_id: `S${n}` },
        state: pick(r, ['ready', 'down', 'service', 'scanning']),
        started_at: iso(at),
        ended_at: n + 1 < events.length ? iso(events[n + 1]!) : null,
      })
    })
  }
}
