import { expect, test } from 'vitest'
import { referralsPage } from '#queries/throughput/referrals-page.ts'
import { center, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

async function page(rows: Rows, money = false) {
  const reader = await warehouse({ center: [center('C1')], ...rows })
  const answer = await referralsPage(reader, filterOf({ from: '2026-03-02', to: '2026-03-09' }), { money })
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

const times = (n: number, of: (i: number) => Row): Row[] => Array.from({ length: n }, (_, i) => of(i))
const sent = (i: number, row: Row = {}): Row =>
  exam({
    ...{ accession_no: `E${i}`, day: '2026-03-03', patient_key: `p${i}`, referral_source: 'partner_hospital' },
    ...{ ordered_at: '2026-03-01T01:00:00Z', scheduled_at: '2026-03-03T01:00:00Z' },
    ...{ started_at: '2026-03-03T01:00:00Z', reported_at: '2026-03-03T09:00:00Z', referring_physician_key: 'D1' },
    ...row,
  })

const ten = [
  ...times(7, (i) => sent(i)),
  sent(7, { status: 'completed', reported_at: null }),
  sent(8, { status: 'no_show', performed: false, started_at: null, reported_at: null, referring_physician_key: 'D2' }),
  sent(9, {
    status: 'cancelled',
    performed: false,
    started_at: null,
    reported_at: null,
    referring_physician_key: 'D2',
  }),
]

test('ten orders: nine scheduled, eight performed, seven reported, two days ahead', async () => {
  const { sources } = await page({ exam: ten })
  expect(sources).toMatchObject([
    {
      ...{ referral_source: 'partner_hospital', ordered: 10, scheduled: 9, performed: 8, reported: 7 },
      ...{ conversion_rate: 0.8, lead_days_median: 2, net_revenue: null, returning_rate: null },
    },
  ])
})

test('a patient returns who was examined at the center within twelve months, on whatever scanner', async () => {
  const earlier = (patient_key: string, at: string, row: Row = {}) =>
    exam({ accession_no: `X-${patient_key}-${at}`, patient_key, day: at, started_at: `${at}T01:00:00Z`, ...row })
  const { sources } = await page({
    exam: [
      ...times(10, (i) => sent(i)),
      earlier('p0', '2026-03-01', { modality: 'MR', scanner_id: 'C1-MR1' }),
      earlier('p1', '2025-03-03'),
      earlier('p2', '2025-03-02'),
      earlier('p3', '2026-02-01', { center_code: 'C2' }),
      earlier('p4', '2026-02-01', { performed: false, status: 'aborted' }),
    ],
  })
  expect(sources).toMatchObject([{ returning_exams: 2, performed: 10, returning_rate: 0.2 }])
})

test('revenue stands beside the source only for who may see money', async () => {
  const money = times(8, (i) => ({
    ...{ center_code: 'C1', accession_no: `E${i}`, day: '2026-03-03', month: '2026-03-01', net_revenue: 100 + i },
  }))
  const rows = { exam: ten, 'mart.exam_money': money }
  expect((await page(rows, true)).sources[0]?.net_revenue).toBe(828)
  expect((await page(rows, false)).sources[0]?.net_revenue).toBeNull()
})

test('cells under five of a physician are hidden, and so is who has fewer than five in all', async () => {
  const answer = await page({
    exam: [
      ...times(6, (i) => sent(i, { referring_physician_key: 'D1', ...(i < 4 ? {} : { reported_at: null }) })),
      ...times(4, (i) => sent(10 + i, { referring_physician_key: 'D2' })),
    ],
  })
  expect(answer.physicians).toEqual([
    { referring_physician_key: 'D1', ordered: 6, scheduled: 6, performed: 6, reported: null },
  ])
  expect(answer).toMatchObject({ physicians_total: 2, physicians_hidden: 1 })
})
