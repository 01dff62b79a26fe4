import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import { sumMinutes } from '../db/functions.ts'
import type { Database } from '../schema.ts'
import { quantileEstimate, ratioOf } from '../metric/figure.ts'
import { centerNames } from '../page/names.ts'
import { inScope } from '../filter/scope.ts'
import type { Filters } from '../page/page-types.ts'
import type { CenterThroughputRow } from './throughput-types.ts'
import { countColumns, EXAM_COLUMNS, examCountColumns, type Counts } from './counts.ts'
import { noShowRate } from './throughput-figures.ts'
import { minutesOf, waitAndTurnaround, type MeasuredBy, type Minutes } from './minutes.ts'
import type { Rooms } from './rooms.ts'

interface Key {
  center_code: string
  modality: string
}

const keyOf = ({ center_code, modality }: Key) => `${center_code}\u0000${modality}`

async function countsByCenter(db: Kysely<Database>, filters: Filters): Promise<(Counts & Key)[]> {
  if (filters.scanner.length > 0)
    return db
      .selectFrom('exam as e')
      .select(['e.center_code', 'e.modality', ...examCountColumns()])
      .where(inScope(filters, EXAM_COLUMNS))
      .where('e.performed', '=', true)
      .groupBy(['e.center_code', 'e.modality'])
      .$castTo<Counts & Key>()
      .$call(asked('throughput.counts_by_center'))
  return db
    .selectFrom('mart.center_day as d')
    .select(['d.center_code', 'd.modality', ...countColumns()])
    .where(inScope(filters, { day: 'd.day', center: 'd.center_code', modality: 'd.modality' }))
    .groupBy(['d.center_code', 'd.modality'])
    .$castTo<Counts & Key>()
    .$call(asked('throughput.counts_by_center'))
}

async function roomsByCenter(db: Kysely<Database>, filters: Filters) {
  const columns = { day: 's.day', center: 's.center_code', modality: 's.modality', scanner: 's.scanner_id' }
  return db
    .selectFrom('mart.scanner_day as s')
    .select([
      's.center_code',
      's.modality',
      sumMinutes('s.available_minutes').as('available_minutes'),
      sumMinutes('s.occupied_in_hours_minutes').as('occupied_in_hours_minutes'),
    ])
    .where(inScope(filters, columns))
    .groupBy(['s.center_code', 's.modality'])
    .$castTo<Pick<Rooms, 'available_minutes' | 'occupied_in_hours_minutes'> & Key>()
    .$call(asked('throughput.rooms_by_center'))
}

async function minutesByCenter(db: Kysely<Database>, filters: Filters) {
  const rows = await db
    .selectFrom('exam as e')
    .select(['e.center_code', 'e.modality', ...waitAndTurnaround()])
    .where(inScope(filters, EXAM_COLUMNS))
    .where('e.performed', '=', true)
    .groupBy(['e.center_code', 'e.modality'])
    .$castTo<MeasuredBy<Key>>()
    .$call(asked('throughput.minutes_by_center'))
  return rows.map((row) => minutesOf(row))
}

const quantileValue = (id: string, value: number | null | undefined, n: number | undefined) =>
  quantileEstimate(id, value ?? null, n ?? 0).value

type Room = Awaited<ReturnType<typeof roomsByCenter>>[number]

function centerRow(row: Counts & Key, room: Room | undefined, m: Minutes | undefined, byScanner: boolean) {
  // Bookings name no scanner, and windows are not kept per exam.
  const unlessByScanner = (value: number) => (byScanner ? null : value)
  return {
    center_code: row.center_code,
    modality: row.modality,
    exams_performed: row.exams_performed,
    repeats: row.repeats,
    unreported: row.unreported,
    no_shows: unlessByScanner(row.no_shows),
    cancellations: unlessByScanner(row.cancellations),
    out_of_hours_exams: unlessByScanner(row.out_of_hours_exams),
    bookings_due: unlessByScanner(row.bookings_due),
    no_shows_due: unlessByScanner(row.no_shows_due),
    no_show_rate: noShowRate(row).value,
    utilization_rate: ratioOf(
      'utilization_rate',
      room?.occupied_in_hours_minutes ?? null,
      room?.available_minutes ?? null,
    ).value,
    wait_minutes_median: quantileValue('wait_minutes_median', m?.wait_minutes_median, m?.waits),
    turnaround_minutes_median: quantileValue('turnaround_minutes_median', m?.turnaround_minutes_median, m?.turnarounds),
    turnaround_minutes_p90: quantileValue('turnaround_minutes_p90', m?.turnaround_minutes_p90, m?.turnarounds),
  }
}

/** One row per center and modality, by center; centers are compared elsewhere in funnels, not ranked here. */
export async function centerThroughput(db: Kysely<Database>, filters: Filters): Promise<CenterThroughputRow[]> {
  const [counts, rooms, minutes, nameOf] = await Promise.all([
    countsByCenter(db, filters),
    roomsByCenter(db, filters),
    minutesByCenter(db, filters),
    centerNames(db),
  ])
  const roomOf = new Map(rooms.map((row) => [keyOf(row), row]))
  const minutesOf = new Map(minutes.map((row) => [keyOf(row), row]))
  const byScanner = filters.scanner.length > 0
  return counts
    .map((row) => ({
      ...nameOf(row.center_code),
      ...centerRow(row, roomOf.get(keyOf(row)), minutesOf.get(keyOf(row)), byScanner),
    }))
    .sort((a, b) => a.center_code.localeCompare(b.center_code) || a.modality.localeCompare(b.modality))
}
