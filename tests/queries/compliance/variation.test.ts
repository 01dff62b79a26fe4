import { expect, test } from 'vitest'
import { compliancePage } from '#queries/compliance/compliance-page.ts'
import type { CompliancePage } from '#queries/compliance/compliance-types.ts'
import { addDays } from '#queries/filter/days.ts'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { center, centerDay, filterOf } from '../support/facts.ts'
import { warehouse, type Rows } from '../support/warehouse.ts'

// Sixteen weeks before a period of four.
const FIRST = '2026-01-01'
const PERIOD = { from: addDays(FIRST, 112), to: addDays(FIRST, 140) }
const DAYS = Array.from({ length: 140 }, (_, i) => ({ day: addDays(FIRST, i), week: Math.floor(i / 7) }))

/** Ten exams a day in each modality; nine of ten comply, and of CT so many in a week. */
function facts(ofCt: (week: number) => number): Rows {
  const exams = DAYS.flatMap(({ day, week }) =>
    ['CT', 'MR'].flatMap((modality) =>
      Array.from({ length: 10 }, (_, i) => ({
        ...{ center_code: 'C1', accession_no: `${modality}${day}-${i}`, day, scanner_id: `C1-${modality}1`, modality },
        ...{ protocol_code: modality, protocol_version: 1, assessable: true, steps_in_order: true },
        compliant: i < (modality === 'CT' ? ofCt(week) : 9),
      })),
    ),
  )
  return {
    center: [center('C1')],
    protocol: ['CT', 'MR'].map((modality) => ({ protocol_code: modality, version: 1, name_en: modality, modality })),
    'mart.center_day': DAYS.flatMap(({ day }) =>
      ['CT', 'MR'].map((modality) => centerDay({ day, modality, exams_performed: 10 })),
    ),
    'mart.exam_compliance': exams,
  }
}

const ask = async (rows: Rows, filter = {}) =>
  (await compliancePage(await warehouse(rows), filterOf({ ...PERIOD, ...filter }), {
    persons: false,
  })) as CompliancePage

const verdictOf = ({ by_modality }: CompliancePage, modality: string) =>
  by_modality.find((row) => row.modality === modality)?.figures.compliance_rate.verdict

test('four weeks in which half of the CT exams deviate are worse than usual, on the tile, in the chart and on the overview', async () => {
  const rows = facts((week) => (week < 16 ? 9 : 5))
  const page = await ask(rows)
  expect(page.figures.compliance_rate).toMatchObject({ value: 0.7, verdict: 'worse' })
  expect(page.figures.compliance_coverage_rate.verdict).toBe('usual')
  expect([verdictOf(page, 'CT'), verdictOf(page, 'MR')]).toEqual(['worse', 'usual'])
  const [rate] = page.variation
  expect(rate).toMatchObject({
    metric: 'compliance_rate',
    verdict: 'worse',
    chart: { center_line: 0.9, step: 'seven_days' },
  })
  expect(rate!.chart.points.map(({ n, value }) => [n, value])).toEqual(Array.from({ length: 4 }, () => [140, 0.7]))
  const overview = await overviewPage(await warehouse(rows), filterOf(PERIOD), { money: false })
  expect(overview.snapshot_id !== null && overview.figures.compliance_rate.verdict).toBe('worse')
})

test('what goes up and down each week is usual variation; where nothing is compared the chart stands without a word', async () => {
  const usual = facts((week) => (week % 2 ? 9 : 8))
  expect((await ask(usual)).figures.compliance_rate.verdict).toBe('usual')
  const alone = await ask(usual, { compare: 'none' })
  expect(alone.figures.compliance_rate).toMatchObject({ verdict: null, not_compared: 'not_asked' })
  expect(alone.variation[0]).toMatchObject({ verdict: 'usual' })
})
