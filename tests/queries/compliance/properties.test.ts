import { expect, test } from 'vitest'
import { NO_CASES } from '#queries/cases/case-types.ts'
import { auditPage, auditQuery } from '#queries/compliance/audit-page.ts'
import { DEVIATION_STATES, type AuditPage, type DeviationMark } from '#queries/compliance/audit-types.ts'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import type { CompliancePage } from '#queries/compliance/compliance-types.ts'
import type { WarehouseReader } from '#queries/db/snapshot.ts'
import { addDays } from '#queries/filter/days.ts'
import type { Filter } from '#queries/filter/filter.ts'
import { flowPage } from '#queries/throughput/flow-page.ts'
import type { FlowPage } from '#queries/throughput/flow-types.ts'
import { Draws } from '../support/draws.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const draws = new Draws('halves')
const FROM = '2026-03-02'
const [MIDDLE, TO] = [addDays(FROM, 11), addDays(FROM, 28)]
const CENTERS = ['C1', 'C2']
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(draws.float() * values.length)]!

interface Made {
  exam: Row
  judged: Row
  deviations: Row[]
}

function made(i: number): Made {
  const day = addDays(FROM, Math.floor(draws.float() * 28))
  const [center_code, modality] = [oneOf(CENTERS), oneOf(['CT', 'MR'])]
  const spot = { center_code, accession_no: `E${i}`, day, scanner_id: `${center_code}-${modality}1` }
  const place = { ...spot, modality }
  const slot = Date.parse(`${day}T01:00:00Z`) + Math.floor(draws.float() * 36) * 900_000
  const at = (minutes: number) => new Date(slot + minutes * 60_000).toISOString()
  const status = oneOf(['reported', 'reported', 'reported', 'completed', 'no_show', 'cancelled'] as const)
  const performed = status === 'reported' || status === 'completed'
  const start = draws.float() * 60 - 10
  const times = performed && { arrived_at: at(-15), started_at: at(start), completed_at: at(start + 12) }
  const names = ['a', 'b', 'c'].filter(() => draws.float() < 0.15)
  const protocol = { protocol_code: `P-${modality}`, protocol_version: 1 }
  const assessable = performed && draws.float() < 0.9
  return {
    exam: exam({
      ...{
        ...place,
        status,
        performed,
        protocol_code: protocol.protocol_code,
        priority: oneOf(['routine', 'stat', null]),
      },
      ...{ ordered_at: at(-1440 * Math.floor(draws.float() * 30)), scheduled_at: at(0), ...times },
      reported_at: status === 'reported' ? at(start + 12 + draws.float() * 300) : null,
      ...{ referral_source: oneOf(['clinic', 'walk_in', null]), updated_at: at(1440) },
    }),
    judged: {
      ...{ ...place, ...protocol, assessable, compliant: assessable ? names.length === 0 : null },
      ...{ missing_steps: 0, deviating_parameters: names.length, missing_parameters: 0, missing_tags: 0 },
    },
    deviations: names.map((parameter) => ({
      ...{ ...spot, ...protocol, step: 't1', kind: 'out_of_tolerance', parameter, severity: 'major' },
    })),
  }
}

const all = Array.from({ length: 600 }, (_, i) => made(i))
const performed = all.filter((one) => one.exam['performed'])
const rows: Rows = {
  center: CENTERS.map((code) => center(code)),
  protocol: ['CT', 'MR'].map((modality) => ({
    protocol_code: `P-${modality}`,
    version: 1,
    name_en: modality,
    modality,
  })),
  target: [{ metric: 'wait_minutes_median', value: 30 }],
  exam: all.map((one) => one.exam),
  'mart.center_day': CENTERS.flatMap((center_code) =>
    Array.from({ length: 28 }, (_, i) => centerDay({ center_code, day: addDays(FROM, i), exams_performed: 10 })),
  ),
  'mart.exam_compliance': performed.map((one) => one.judged),
  'mart.deviation': performed.flatMap((one) => (one.judged['assessable'] ? one.deviations : [])),
}

/** Everything that two pages count, by what it counts. */
async function counted(reader: WarehouseReader, filter: Partial<Filter>): Promise<Record<string, number>> {
  const flow = (await flowPage(reader, filterOf(filter), { persons: true })) as FlowPage
  const { figures, by_modality } = (await compliancePage(reader, filterOf(filter), { persons: true })) as CompliancePage
  const sums: [string, number | null][] = [
    ...flow.strips.flatMap((row): [string, number | null][] => [
      [`${row.metric} ${row.modality} ${row.priority} n`, row.n],
      [`${row.metric} ${row.modality} ${row.priority} within`, row.within],
    ]),
    ...flow.path.map((row): [string, number] => [`path ${row.step} ${row.modality}`, row.n]),
    ...flow.unreported.map((row): [string, number] => [
      `unreported ${row.modality}`,
      row.over_3_days + row.under_3_days,
    ]),
    ...flow.kept.flatMap((row): [string, number][] => [
      [`due ${row.kept_by} ${row.value}`, row.bookings_due],
      [`missed ${row.kept_by} ${row.value}`, row.no_shows_due],
      [`cancelled ${row.kept_by} ${row.value}`, row.cancellations],
    ]),
    ...flow.first_cases.flatMap((row): [string, number][] => [
      [`mornings ${row.scanner_id}`, row.days],
      [`on time ${row.scanner_id}`, row.on_time_days],
    ]),
    ...by_modality.flatMap(({ modality, figures: of }): [string, number | null][] => [
      [`compliant ${modality}`, of.compliance_rate.numerator],
      [`assessable ${modality}`, of.compliance_rate.n],
    ]),
    ['deviating', figures.deviating.value],
    ['not assessable', figures.not_assessable.value],
  ]
  return Object.fromEntries(sums.map(([name, value]) => [name, value ?? 0]))
}

const together = (a: Record<string, number>, b: Record<string, number>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]),
  )

test('a period split in two, and a network split by center, count what the whole counts', async () => {
  const reader = await warehouse(rows)
  const whole = await counted(reader, { from: FROM, to: TO })
  expect(Object.values(whole).filter((n) => n > 0).length).toBeGreaterThan(50)
  const [before, after] = [
    await counted(reader, { from: FROM, to: MIDDLE }),
    await counted(reader, { from: MIDDLE, to: TO }),
  ]
  expect(together(before, after)).toEqual(whole)
  const [one, other] = await Promise.all(CENTERS.map((code) => counted(reader, { from: FROM, to: TO, center: [code] })))
  expect(together(one!, other!)).toEqual(whole)
})

test('whatever people say of deviations, the rate stays, and leaving out what is accepted never lowers it', async () => {
  const reader = await warehouse(rows)
  const said = { comment: '', assigned_to: null, due: null, user_name: 'qa', at: '2026-03-29T00:00:00.000Z' }
  const ask = async (search: string, marks: DeviationMark[], revision: number) =>
    (await auditPage(reader, filterOf({ from: FROM, to: TO }), auditQuery(new URLSearchParams(search)), {
      ...{ ...NO_CASES, marks, revision },
    })) as AuditPage
  const silent = await ask('', [], 0)
  let least = silent.compliance_rate.value!
  for (const share of [0.2, 0.6, 1]) {
    const marks = rows['mart.deviation']!.filter(() => draws.float() < share).map((row): DeviationMark => {
      const state = share === 1 ? 'accepted' : oneOf(DEVIATION_STATES)
      const key = {
        center_code: row['center_code'],
        accession_no: row['accession_no'],
        step: 't1',
        parameter: row['parameter'],
      }
      return { ...(key as Pick<DeviationMark, 'step'>), state, reason: null, ...said } as DeviationMark
    })
    const page = await ask('without_accepted=1', marks, marks.length)
    expect(page.compliance_rate).toEqual(silent.compliance_rate)
    expect(page.items.total).toBe(silent.items.total)
    expect(page.rate_without_accepted!.value).toBeGreaterThanOrEqual(least)
    least = silent.compliance_rate.value!
    if (share === 1) expect(page.rate_without_accepted!.value).toBe(1)
  }
})
