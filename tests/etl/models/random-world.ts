import type { World } from './warehouse.ts'

/** Numbers from a seed, so that a failing world can be made again. */
export function random(seed: number): () => number {
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
export const FIRST = Date.UTC(2026, 1, 14)
export const HOUR = 3600_000

export const iso = (ms: number) => new Date(Math.round(ms / 1000) * 1000).toISOString()

function localDay(center: string, ms: number): string {
  const zone = ZONES[center as keyof typeof ZONES]
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(ms)
}

/** Reference data with every special case: unknown hours, dated staffing, a closed center, calendar, terms, aliases, rules with `when`. */
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
      closed_on: center_code === 'C3' ? '2026-03-06' : null,
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
      { protocol_code: 'P', version: 1, effective_to: '2026-02-25', dlp_reference: 500, target_minutes: 12.5 },
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

export const pick: Pick = (r, list) => list[Math.floor(r() * list.length)]!

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

export function addCosts(world: World, center_code: string, month: string, r: () => number): void {
  const scanner_id = `${center_code}-MR1`
  const rows = [
    { category: 'rent', behaviour: 'fixed' },
    { category: 'consumables', behaviour: 'variable' },
    ...(r() < 0.5 ? [{ category: 'equipment', behaviour: 'fixed', scanner_id }] : []),
    ...(r() < 0.5 ? [{ category: 'power', behaviour: 'variable', scanner_id }] : []),
  ]
  for (const row of rows) {
    const same = (other: Row) =>
      other.center_code === center_code && other.month === month && other.category === row.category
    world.cost = (world.cost as Row[]).filter((other) => !same(other))
    world.cost.push({ center_code, month, ...row, amount: Math.floor(r() * 1e6) / 100 })
  }
}

export type Row = Record<string, unknown>

export const some = (world: World, table: string, r: () => number, where: (row: Row) => boolean = () => true) => {
  const rows = (world[table] as Row[]).filter(where)
  return rows.length > 0 ? pick(r, rows) : {}
}
type Pick = <T>(r: () => number, list: readonly T[]) => T

export function addExam(world: World, i: number, r: () => number, pick: Pick): void {
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
  // Half of the exams come soon after another on the same scanner: gaps of turnover, also over midnight.
  const before = some(world, 'exam', r, (e) => e.scanner_id === scanner_id && typeof e.completed_at === 'string')
  const at =
    before.completed_at && r() < 0.5
      ? Date.parse(String(before.completed_at)) + r() * 40 * 60_000
      : FIRST +
        (r() * 24 * 24 + 8 - OFFSET_HOURS[center_code]!) * HOUR +
        (status === 'scheduled' ? r() * 200 * HOUR : 0)
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
    ...(status === 'no_show' ? slot(r, pick) : {}),
  })
  addSeries(world, { center_code, accession_no, scanner_id }, at, r, pick)
  addResults(world, { center_code, accession_no }, at, r, pick)
  for (const line of r() < 0.3 ? [`B${i}`, `B${i}-2`] : [`B${i}`])
    addCharge(world, { center_code, charge_id: line, accession_no: r() < 0.9 ? accession_no : 'none' }, at, r, pick)
}

export const slot = (r: () => number, pick: Pick) => ({
  scheduled_minutes: pick(r, [null, 10, 45, 2000]),
  scheduled_scanner_id: pick(r, [null, 'C1-MR1', 'C2-MR1', 'C3-MR1', 'nowhere']),
})

function addCharge(
  world: World,
  key: { center_code: string; charge_id: string; accession_no: string },
  at: number,
  r: () => number,
  pick: Pick,
): void {
  const { center_code } = key
  const amount = Math.floor(r() * 1e5) / 100
  const charge = pick(r, ['billed', 'paid', 'partly_paid', 'denied', 'refunded', 'written_off', 'void'])
  world.charge!.push({
    ...{ ...key, status: charge, charge_amount: amount },
    payer_class: pick(r, ['commercial', 'self_pay', 'urban_employee', 'partner_settlement']),
    service_date: localDay(center_code, at + (r() < 0.8 ? 0 : (r() - 0.5) * 40 * 24 * HOUR)),
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
