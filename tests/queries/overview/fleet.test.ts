import { expect, test } from 'vitest'
import { overviewPage } from '#queries/overview/overview-page.ts'
import { center, centerDay, exam, filterOf } from '../support/facts.ts'
import { warehouse } from '../support/warehouse.ts'

const DAY = '2026-03-03'
const CENTERS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6']

/** Twelve exams of each center under a protocol, so many of which comply. */
const judged = (protocol_code: string, compliant: (center: string) => number) =>
  CENTERS.flatMap((center_code) =>
    Array.from({ length: 12 }, (_, i) => ({
      ...{
        center_code,
        accession_no: `${protocol_code}${center_code}${i}`,
        day: DAY,
        scanner_id: `${center_code}-CT1`,
      },
      ...{
        modality: 'CT',
        protocol_code,
        protocol_version: 1,
        assessable: true,
        compliant: i < compliant(center_code),
      },
    })),
  )

async function fleetSignals(rows: ReturnType<typeof judged>) {
  const reader = await warehouse({
    center: CENTERS.map((code) => center(code)),
    protocol: ['P1', 'P2'].map((protocol_code) => ({
      ...{
        protocol_code,
        version: 1,
        name_en: `Protocol ${protocol_code}`,
        modality: 'CT',
        effective_from: '2020-01-01',
      },
    })),
    exam: rows.map(({ center_code, accession_no }) => exam({ center_code, accession_no, day: DAY })),
    'mart.center_day': CENTERS.map((center_code) => centerDay({ center_code, day: DAY, exams_performed: 24 })),
    'mart.exam_compliance': rows,
  })
  const page = await overviewPage(reader, filterOf({ from: '2026-02-10', to: '2026-03-12' }), { money: false })
  if (page.snapshot_id === null) throw new Error('no snapshot')
  return page.attention.signals.filter(({ kind }) => kind === 'fleet_drift')
}

test('a protocol that hardly any center keeps to is named, with the exams that deviate in thirty days', async () => {
  // Five of six centers comply in one of twelve exams, the sixth in all: 17 of 72.
  const drifted = judged('P1', (code) => (code === 'C6' ? 12 : 1))
  expect(await fleetSignals([...drifted, ...judged('P2', () => 12)])).toMatchObject([
    {
      ...{ metric: 'compliance_rate', value: 17 / 72, n: 72, stake: 55, center: null, modality: 'CT' },
      protocol: { protocol_code: 'P1', name_en: 'Protocol P1' },
      link: { path: '/protocols/P1', panel: 'fleet' },
    },
  ])
})

test('two centers of six that deviate are no fleet', async () => {
  expect(await fleetSignals(judged('P1', (code) => (code < 'C3' ? 0 : 11)))).toEqual([])
})
