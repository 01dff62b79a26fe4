import { expect, test } from 'vitest'
import { dosePage } from '#queries/compliance/dose-page.ts'
import type { DosePage } from '#queries/compliance/dose-types.ts'
import { mappingPage } from '#queries/compliance/mapping-page.ts'
import type { MappingPage } from '#queries/compliance/mapping-types.ts'
import { center, exam, filterOf } from '../support/facts.ts'
import { warehouse, type Row, type Rows } from '../support/warehouse.ts'

const march = { from: '2026-03-02', to: '2026-03-16' }

const dose = async (rows: Rows, filter: Parameters<typeof filterOf>[0] = {}) =>
  (await dosePage(await warehouse(rows), filterOf({ ...march, ...filter }))) as DosePage

const place = (center_code: string, i: number): Row => ({
  ...{ center_code, accession_no: `${center_code}-${i}`, scanner_id: `${center_code}-CT1`, day: '2026-03-03' },
  ...{ protocol_code: 'CT1', protocol_version: 1 },
})

/** Exams of a center, one a DLP; each has two series with half of it, the first one judged. */
function dosed(center_code: string, dlps: number[]): Rows {
  const series = (i: number, series_no: number, step: string, dlp: number, ctdi_vol: number): Row => ({
    ...{
      center_code,
      accession_no: `${center_code}-${i}`,
      scanner_id: `${center_code}-CT1`,
      step,
      series_no,
      dlp,
      ctdi_vol,
    },
    ...{
      event_id: `${center_code}-${i}-${series_no}`,
      started_at: '2026-03-03 02:00:00Z',
      parameters: '{}',
      missing_tags: [],
    },
  })
  return {
    center: [center(center_code)],
    'mart.exam_compliance': dlps.map((dlp, i) => ({
      ...place(center_code, i),
      ...{ modality: 'CT', assessable: true, compliant: true, dlp, ctdi_vol: dlp / 100 },
    })),
    acquisition: dlps.flatMap((dlp, i) => [
      series(i, 1, 'chest', dlp / 2, dlp / 100),
      series(i, 2, 'bolus', dlp / 2, 90),
    ]),
    exam: dlps.map((_, i) => {
      const { protocol_version: _v, ...row } = place(center_code, i)
      return exam({ ...row, patient_key: i < 2 ? 'both' : `p${i}`, updated_at: '2026-03-03 02:00:00Z' })
    }),
  }
}

function together(...parts: Rows[]): Rows {
  const all: Rows = {
    protocol: [
      {
        protocol_code: 'CT1',
        version: 1,
        name_en: 'Chest',
        modality: 'CT',
        dlp_reference: 350,
        ctdi_vol_reference: 10,
      },
    ],
    protocol_rule: [{ protocol_code: 'CT1', version: 1, step: 'chest', step_order: 1, required: true }],
  }
  for (const part of parts)
    for (const [table, rows] of Object.entries(part)) all[table] = [...(all[table] ?? []), ...rows]
  return all
}

const same = (value: number, n: number) => Array.from({ length: n }, () => value)

test('somebody of one center has the quartiles of at least five others beside their median', async () => {
  const others = ['A', 'B', 'C', 'D', 'E'].map((code, i) => dosed(code, same(100 * (i + 1), 20)))
  const home = async (rows: Rows) => {
    const reader = (await warehouse(rows)).within({ kind: 'center', values: ['HOME'] })
    return ((await dosePage(reader, filterOf(march))) as DosePage).centers
  }
  const [row, ...more] = await home(together(dosed('HOME', same(450, 20)), ...others))
  expect(more).toEqual([])
  // Of 20 exams each at 100, 200, 300, 400 and 500; HOME's own 450 are not among them.
  expect(row!.dlp).toMatchObject({ n: 20, median: 450, network_p25: 200, network_p75: 400, reference: 350 })
  expect(row!.ctdi_vol).toMatchObject({ network_p25: 2, network_p75: 4 })
  const [alone] = await home(together(dosed('HOME', same(450, 20)), ...others.slice(1)))
  expect(alone!.dlp).toMatchObject({ median: 450, network_p25: null, network_p75: null })
})

test('a center’s median stands beside the reference level and the network’s quartiles, from 20 exams up', async () => {
  const rows = together(
    dosed('A', same(200, 20)),
    dosed('B', same(400, 20)),
    dosed('C', same(100, 20)),
    dosed('D', same(300, 19)),
    dosed('E', same(250, 40)),
  )
  const { centers } = await dose(rows)
  const of = (code: string) => centers.find(({ center_code }) => center_code === code)!
  // 119 exams: 20 × 100, 20 × 200, 40 × 250, 19 × 300, 20 × 400; ranks 29.5 and 88.5.
  expect(of('A').dlp).toEqual({
    ...{ n: 20, median: 200, network_p25: 200, network_p75: 300, reference: 350, place: 'usual' },
  })
  expect(of('B')).toMatchObject({ dlp: { median: 400, place: 'over' }, ctdi_vol: { median: 4, place: 'high' } })
  expect(of('C').dlp).toMatchObject({ median: 100, place: 'low' })
  expect(of('D').dlp).toMatchObject({ n: 19, median: null, place: null })
  const alone = await dose(rows, { center: ['C'] })
  expect(alone.centers).toMatchObject([{ center_code: 'C', dlp: { network_p25: 200, place: 'low' } }])
})

test('exams over their level are listed by how far, and patients by what they got in a year, without a name', async () => {
  const rows = together(dosed('A', [500, 700, 350]))
  rows['mart.deviation'] = [500, 700].map((dlp, i) => ({
    ...place('A', i),
    ...{ kind: 'dose_over_reference', parameter: 'DLP', observed: String(dlp), expected: '≤ 350' },
  }))
  const page = await dose(rows)
  expect(page.over_total).toBe(2)
  expect(page.over).toMatchObject([
    { accession_no: 'A-1', parameter: 'DLP', observed: 700, reference: 350, ratio: 2 },
    { accession_no: 'A-0', observed: 500 },
  ])
  expect(page.patients).toEqual([
    { center_code: 'A', name_en: 'Center A', name_zh: '中心A', exams: 2, dlp: 1200, last_day: '2026-03-03' },
    { center_code: 'A', name_en: 'Center A', name_zh: '中心A', exams: 1, dlp: 350, last_day: '2026-03-03' },
  ])
  expect(page.patients_period).toEqual({ from: '2025-03-16', to: '2026-03-16' })
  expect(JSON.stringify(page)).not.toContain('both')
})

test('names that nobody mapped are listed by what a mapping would add, with the step that is missed instead', async () => {
  const rows = together(dosed('A', [100, 100, 100]))
  const deviation = (i: number, kind: string, step: string, day = '2026-03-03'): Row => ({
    ...{ ...place('A', i), day, kind, step },
  })
  rows['mart.deviation'] = [
    deviation(0, 'extra_step', 'THORAX'),
    deviation(1, 'extra_step', 'THORAX'),
    deviation(0, 'missing_step', 'chest'),
    deviation(2, 'extra_step', 'scout'),
  ]
  rows['mart.exam_compliance']!.push({
    ...{ ...place('A', 9), modality: 'CT', protocol_code: 'CT9', protocol_version: null, day: '2026-03-04' },
    ...{ assessable: false, reason: 'no_version' },
  })
  rows['procedure'] = [{ procedure_code: 'known', name_en: 'Known' }]
  rows['exam'] = rows['exam']!.map((row, i) => ({ ...row, procedure_code: i === 0 ? 'P-X' : 'known' }))
  const { names } = (await mappingPage(await warehouse(rows), filterOf(march))) as MappingPage
  expect(names).toEqual(
    [
      ...[['procedure', 'P-X', '2026-03-03'] as const, ['protocol', 'CT9', '2026-03-04'] as const].map(
        ([kind, name, first_day]) => ({ kind, name, first_day, center_code: 'A', exams: 1, gain: 1, suggestion: null }),
      ),
      {
        kind: 'step',
        center_code: 'A',
        name: 'THORAX',
        exams: 2,
        first_day: '2026-03-03',
        gain: 1,
        suggestion: 'chest',
      },
      { kind: 'step', center_code: 'A', name: 'scout', exams: 1, first_day: '2026-03-03', gain: 0, suggestion: null },
    ].sort((a, b) => b.gain - a.gain || b.exams - a.exams || (a.kind < b.kind ? -1 : 1)),
  )
})
