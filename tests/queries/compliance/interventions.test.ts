import { expect, test } from 'vitest'
import { effectsOf, OUTCOMES } from '#queries/compliance/intervention-effects.ts'
import { interventionsPage } from '#queries/compliance/interventions-page.ts'
import { addDays } from '#queries/filter/days.ts'
import { Draws } from '../support/draws.ts'
import { center, centerDay, exam, filterOf, scannerDay } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const FROM = '2026-04-30'
const BEGIN = addDays(FROM, -112)
const SCANNERS = ['A', 'B', 'C', 'D', 'E', 'F']

const change = (row: Row): Row => ({ name_en: 'New coil', kind: 'coil', from_date: FROM, ...row })

/** Six scanners of ten exams a day; `minutes` an exam takes on one of them in a part: 0 earlier, 1 before, 2 after. */
function network(minutes: (scanner: string, part: number) => number, rows: Rows = {}): Rows {
  const days = Array.from({ length: 168 }, (_, i) => ({ day: addDays(BEGIN, i), part: Math.floor(i / 56) }))
  return {
    center: [center('C1')],
    scanner: SCANNERS.map((scanner_id) => ({ scanner_id, center_code: 'C1', modality: 'MR' })),
    'mart.center_day': days.map(({ day }) => centerDay({ day, modality: 'MR', exams_performed: 60 })),
    'mart.scanner_day': days.flatMap(({ day, part }) =>
      SCANNERS.map((scanner_id) => {
        const occupied_minutes = 10 * minutes(scanner_id, part)
        const scanning_minutes = occupied_minutes / 2
        return scannerDay({
          ...{ day, scanner_id, modality: 'MR', exams_performed: 10 },
          ...{ staffed_minutes: 600, occupied_minutes, scanning_minutes },
        })
      }),
    ),
    intervention: [change({ scanner_id: 'A' })],
    ...rows,
  }
}

async function effects(rows: Rows, name?: string, filter = {}) {
  const page = await interventionsPage(await warehouse(rows), filterOf(filter), { change: name })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return page
}

/** The others gain 0, 1, 2, 1, 1 minutes after the change, and moved about as far before. */
const others = (scanner: string, part: number) =>
  20 +
  (part === 2 ? [0, 0, 1, 2, 1, 1] : part === 1 ? [0, 1, 0, 0, 1, 0] : [0, 0, 0, 1, 1, 0])[SCANNERS.indexOf(scanner)]!

test('a coil that saves four minutes where the others gain one has an effect of five', async () => {
  const { chosen, effects: found } = await effects(
    network((scanner, part) => (scanner === 'A' && part === 2 ? 16 : others(scanner, part))),
  )
  expect(chosen).toMatchObject({
    ...{ name_en: 'New coil', name_zh: 'New coil', center_code: 'C1' },
    spans: { before: { from: addDays(FROM, -56), to: FROM }, after: { from: FROM, to: addDays(FROM, 56) } },
  })
  const minutes = found.find(({ outcome }) => outcome === 'exam_minutes')!
  expect(minutes).toMatchObject({ modality: 'MR', scanners: 1, others: 5, exams: 1120, before: 20, after: 16 })
  expect(minutes.others_before).toBeCloseTo(20.4, 9)
  expect(minutes.others_after).toBeCloseTo(21, 9)
  // 16 − 20 less the mean of −1, 1, 2, 0, 1.
  expect(minutes.difference).toBeCloseTo(-4.6, 9)
  expect(minutes.verdict).toBe('effect')
  const scanning = found.find(({ outcome }) => outcome === 'scan_minutes')!
  expect(scanning.difference).toBeCloseTo(-2.3, 9)
  // Nobody does more exams in an hour than anybody else.
  expect(found.find(({ outcome }) => outcome === 'exams_per_staffed_hour')).toMatchObject({
    ...{ before: 1, after: 1, difference: 0, verdict: 'not_judged' },
  })
})

test('a scanner that had moved apart before the change is no proof of it', async () => {
  const { effects: found } = await effects(
    network((scanner, part) => (scanner === 'A' ? 24 - 4 * part : others(scanner, part))),
  )
  const minutes = found.find(({ outcome }) => outcome === 'exam_minutes')!
  expect(minutes.placebo.high).toBeLessThan(0)
  expect(minutes.verdict).toBe('not_alike')
})

test('a placebo date shows an effect in about one of twenty networks in which nothing happened', () => {
  const draws = new Draws('placebo')
  const parts = ['earlier', 'before', 'after'] as const
  const nothing = () =>
    SCANNERS.flatMap((scanner_id) =>
      parts.map((part) => ({
        ...{ scanner_id, center_code: 'C1', modality: 'MR', is_changed: scanner_id === 'A', part, exams: 560 },
        ...{ exam_minutes: 20 + draws.normal(), scan_minutes: null, repeat_rate: null },
        ...{ dose_over_reference_rate: null, exams_per_staffed_hour: null },
      })),
    )
  const all = Array.from({ length: 1000 }, () => effectsOf(nothing(), OUTCOMES)[0]!)
  const shows = ({ low, high }: { low: number | null; high: number | null }) => low! > 0 || high! < 0
  expect(all.filter(({ placebo }) => shows(placebo)).length).toBeLessThan(70)
  expect(all.filter(({ verdict }) => verdict === 'effect').length).toBeLessThan(70)
})

test('a scanner with a change of its own in these days is none of the others', async () => {
  const own = change({ name_en: 'Longer hours', kind: 'staffing', scanner_id: 'B', from_date: addDays(FROM, -20) })
  const rows = network(others, { intervention: [change({ scanner_id: 'A' }), own] })
  const { effects: found, declared } = await effects(rows)
  expect(declared.map(({ name_en }) => name_en)).toEqual(['New coil', 'Longer hours'])
  expect(found[0]).toMatchObject({ others: 4, verdict: 'not_judged' })
  const { chosen } = await effects(rows, 'Longer hours')
  expect(chosen?.scanner_id).toBe('B')
})

test('a change of the whole network leaves nothing to stand beside', async () => {
  const { chosen, effects: found } = await effects(network(others, { intervention: [change({})] }))
  expect(chosen).toMatchObject({ scanner_id: null, center_code: null })
  expect(found).toEqual([])
})

test('repeats and exams over their dose reference are set beside the others as rates', async () => {
  const scans = ['before', 'after'].flatMap((part) =>
    SCANNERS.flatMap((scanner_id, s) =>
      Array.from({ length: 10 }, (_, i) => ({
        ...{ day: addDays(FROM, part === 'after' ? 3 : -3), scanner_id, modality: 'MR' },
        ...{ accession_no: `${part}${scanner_id}${i}`, is_odd: part === 'after' && (s === 0 ? i < 5 : i < s % 2) },
      })),
    ),
  )
  const { effects: found } = await effects(
    network(others, {
      exam: scans.map(({ is_odd, ...row }) => exam({ ...row, repeat_of: is_odd ? 'X' : null })),
      'mart.exam_compliance': scans.map(({ is_odd, ...row }) => ({
        ...{ center_code: 'C1', protocol_code: 'P', assessable: true },
        ...{ ...row, dose_over_reference: is_odd },
      })),
    }),
  )
  // Over 560 exams in eight weeks.
  expect(found.find(({ outcome }) => outcome === 'repeat_rate')).toMatchObject({ before: 0, after: 5 / 560 })
  // Of the ten exams with a level.
  expect(found.find(({ outcome }) => outcome === 'dose_over_reference_rate')).toMatchObject({ before: 0, after: 0.5 })
})

/** Twenty exams of each scanner under each protocol in each part; `minutes` that one takes. */
function versions(minutes: (protocol: string, scanner: number, part: number) => number): Rows {
  const scans = ['P1', 'P2', 'P3'].flatMap((protocol_code) =>
    SCANNERS.slice(0, 3).flatMap((scanner_id, s) =>
      [0, 1, 2].flatMap((part) =>
        Array.from({ length: 20 }, (_, i) => ({
          protocol_code,
          scanner_id,
          s,
          part,
          i,
          day: addDays(FROM, 56 * part - 60),
        })),
      ),
    ),
  )
  const key = ({ protocol_code, scanner_id, part, i }: (typeof scans)[number]) =>
    `${protocol_code}${scanner_id}${part}-${i}`
  const place = (scan: (typeof scans)[number]) => {
    const { protocol_code, scanner_id, day } = scan
    return { center_code: 'C1', accession_no: key(scan), day, scanner_id, protocol_code, modality: 'CT' }
  }
  const at = (day: string, minute: number) => new Date(Date.parse(`${day}T02:00:00Z`) + minute * 60_000).toISOString()
  return {
    center: [center('C1')],
    scanner: SCANNERS.map((scanner_id) => ({ scanner_id, center_code: 'C1', modality: 'CT' })),
    'mart.center_day': [BEGIN, addDays(FROM, 60)].map((day) => centerDay({ day, modality: 'CT', exams_performed: 9 })),
    protocol: [
      ...['P1', 'P2', 'P3'].map((code) => ({ protocol_code: code, version: 1, name_en: code, modality: 'CT' })),
      { protocol_code: 'P1', version: 2, name_en: 'Chest', modality: 'CT', effective_from: FROM },
    ],
    exam: scans.map((scan) =>
      exam({
        ...place(scan),
        ...{ started_at: at(scan.day, 0), completed_at: at(scan.day, minutes(scan.protocol_code, scan.s, scan.part)) },
      }),
    ),
    acquisition: scans.map((scan) => ({
      ...{ center_code: 'C1', scanner_id: scan.scanner_id, accession_no: key(scan), event_id: key(scan), series_no: 1 },
      ...{ step: 'axial', started_at: at(scan.day, 1), ended_at: at(scan.day, 5), missing_tags: [], parameters: '{}' },
      dlp: scan.protocol_code === 'P1' && scan.part === 2 ? 300 : 400 + 4 * scan.s * (scan.part - 1),
    })),
    'mart.exam_compliance': scans.map((scan) => ({
      ...{ ...place(scan), protocol_version: 1, assessable: true, compliant: scan.i < 15 },
    })),
  }
}

test('a new version that takes a quarter of the dose and no time is told beside the protocols that kept theirs', async () => {
  // The others move by −1, 0 and 1 minutes.
  const rows = versions((protocol, s, part) => (protocol === 'P1' ? 20 : 12 + (s - 1) * (part === 2 ? 1 : 0)))
  const page = await interventionsPage(await warehouse(rows), filterOf(), { version: 'P1 2' })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  expect(page.versions).toMatchObject([{ protocol_code: 'P1', version: 2, name_en: 'Chest', from_date: FROM }])
  const of = (outcome: string) => page.version_effects.find((effect) => effect.outcome === outcome)!
  expect(of('exam_minutes')).toMatchObject({ scanners: 3, others: 6, exams: 120, before: 20, after: 20, difference: 0 })
  expect(of('exam_minutes').verdict).toBe('none')
  expect(of('scan_minutes')).toMatchObject({ before: 4, after: 4 })
  const dose = of('dlp_mgy_cm')
  expect(dose).toMatchObject({ before: 400, after: 300, is_relative: true, verdict: 'effect' })
  // A quarter less, where the others rose by 0, 1 and 2 hundredths.
  expect(dose.difference).toBeCloseTo(-0.26, 9)
  expect(of('compliance_rate')).toMatchObject({ before: 0.75, after: 0.75 })
  expect(of('agreement_rate')).toBeUndefined()
})

test('no version is looked at until one is named, and one that came with the first day has nothing before it', async () => {
  const rows = versions(() => 10)
  const page = await interventionsPage(await warehouse(rows), filterOf())
  expect(page.snapshot_id !== null && [page.version, page.version_effects]).toEqual([null, []])
  const early = { ...rows, 'mart.center_day': [centerDay({ day: FROM, modality: 'CT', exams_performed: 9 })] }
  const later = await interventionsPage(await warehouse(early), filterOf())
  expect(later.snapshot_id !== null && later.versions).toEqual([])
})
