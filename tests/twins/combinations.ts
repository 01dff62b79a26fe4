import type { SnapshotReader } from '#queries/db/snapshots.ts'
import { askPage, FIGURE_PAGES } from '#app/server/pages.ts'
import { addressOf, CODES } from '#tests/support/addresses.ts'

/** The filters of a reader's day: no filter, each alone, several, periods inside, at the edge of and beyond the data. */
export const COMBINATIONS: string[] = [
  '',
  'center=C001',
  'center=C002&center=C005',
  'modality=CT',
  'modality=MR&modality=CT',
  'modality=DX',
  'center=C001&modality=CT',
  'scanner={scanner}',
  'scanner={scanner}&modality={modality}',
  'scanner={scanner}&center={center}',
  'from={first}&to={week}',
  'from={first}&to={last}',
  'from={first}&to={last}&modality=CT',
  'from={first}&to={last}&center=C003',
  'from={last7}&to={last}',
  'from={last7}&to={last}&modality=MR',
  'from={last7}&to={last}&scanner={scanner}',
  'from={last90}&to={last}',
  'from={last90}&to={last}&center=C004&modality=US',
  'from={last1}&to={last}',
  'from={before}&to={first}',
  'from={before}&to={week}',
  'from={last7}&to={after}',
  'center=C001&center=C002&center=C003&modality=CT&modality=MR&from={last90}&to={last7}',
]

const shift = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

async function placesOf(reader: SnapshotReader) {
  const found = await reader.read('twins', async (db) => {
    const days = await db
      .selectFrom('mart.center_day')
      .select((eb) => [eb.fn.min('day').as('first'), eb.fn.max('day').as('last')])
      .where('exams_performed', '>', 0)
      .executeTakeFirstOrThrow()
    const scanner = await db
      .selectFrom('scanner')
      .select(['scanner_id', 'center_code', 'modality'])
      .orderBy('scanner_id')
      .executeTakeFirstOrThrow()
    const exam = await db
      .selectFrom('mart.deviation')
      .select(['center_code', 'accession_no'])
      .orderBy('center_code')
      .orderBy('accession_no')
      .executeTakeFirst()
    return { days, scanner, exam }
  })
  if (!found) throw new Error('Nothing has been published in this data folder.')
  return found
}

/** The pages that follow the filters and that an example of each code reaches. */
const FILTERED = FIGURE_PAGES.filter((page) => page !== 'data' && page !== 'methods' && addressOf(page) !== null)

/** Every page's answer under every combination, by `<page>?<filter>`. */
export async function captureTwins(reader: SnapshotReader): Promise<Record<string, unknown>> {
  const { days, scanner, exam } = await placesOf(reader)
  const last = shift(String(days.last), 1)
  const values: Record<string, string> = {
    scanner: scanner.scanner_id!,
    center: scanner.center_code!,
    modality: scanner.modality!,
    first: String(days.first),
    week: shift(String(days.first), 7),
    last,
    last1: shift(last, -1),
    last7: shift(last, -7),
    last90: shift(last, -90),
    before: shift(String(days.first), -30),
    after: shift(last, 7),
  }
  const twins: Record<string, unknown> = {}
  for (const combination of COMBINATIONS) {
    const search = new URLSearchParams(combination.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
    for (const page of FILTERED)
      for (const money of page === 'overview' || page === 'center' ? [true, false] : [true])
        twins[`${page}${money ? '' : ' without money'}?${search}`] = await askPage(
          reader,
          page,
          { params: CODES, search },
          { money, persons: true },
        )
  }
  const none = new URLSearchParams()
  twins['data'] = await askPage(reader, 'data', { params: {}, search: none }, { money: true, persons: true })
  twins['methods'] = await askPage(reader, 'methods', { params: {}, search: none }, { money: true, persons: true })
  if (exam)
    twins['exam'] = await askPage(
      reader,
      'exam',
      { params: { center_code: exam.center_code!, accession_no: exam.accession_no! }, search: none },
      { money: true, persons: true },
    )
  return twins
}

/** Where two captures differ, as paths with both values; numbers may differ by rounding. */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) ? [] : [`${path}: ${a} → ${b}`]
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
    return names.flatMap((name) =>
      differences((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], `${path}/${name}`),
    )
  }
  return (a ?? null) === (b ?? null) ? [] : [`${path}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`.slice(0, 300)]
}
