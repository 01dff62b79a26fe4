import { expect, test } from 'vitest'
import { openDb } from '#etl/db.ts'
import { ask, etl, recordSnapshot, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, EXAM, examsCsv, smallLanding } from '#tests/support/landing.ts'
import { servedFile } from '#tests/support/same-warehouse.ts'
import { checked, outcomesOf } from '../profiles/verdicts.ts'

const CHARGE = {
  ...{ center_code: 'C1', charge_id: 'L1', accession_no: 'A1', procedure_code: 'X', service_date: '2026-03-02' },
  ...{ payer_class: 'self_pay', charge_amount: '10', status: 'billed', updated_at: '2026-03-02 10:00:00' },
}
const RESULT = {
  ...{ center_code: 'C1', accession_no: 'A1', product_code: 'P1', product_version: '1.0', finding_code: 'F1' },
  ...{ status: 'ok', flagged: 'true', updated_at: '2026-03-02 10:00:00' },
}

const numbered = <T extends object>(rows: T[]) => rows.map((row, i) => ({ ...row, accession_no: `A${i + 1}` }))

test('a telephone or identity number is no code, a long one neither; numbers of few digits and of SNOMED are', async () => {
  const { dir, put } = smallLanding()
  put(
    'exams/C1/a.csv',
    csv(
      numbered(
        [
          ...['13812345678', '138-1234-5678', '+8613812345678', '330106199001011234', '11010119900307663X'],
          ...['330106900101123', 'X'.repeat(129)],
          ...['71260', '210200001', '002102000010000-210200001', '900000000000207008', 'X'.repeat(128)],
        ].map((procedure_code) => ({ ...EXAM, procedure_code })),
      ),
    ),
  )
  put(
    'exams/C1/b.csv',
    csv(
      ['F1; 13812345678 ;F2', 'F1;330106199001011234', `F1;${'F'.repeat(2000)}`, 'F1; 13645005 ;F2'].map(
        (reported_findings, i) => ({ ...EXAM, accession_no: `B${i}`, reported_findings }),
      ),
    ),
  )
  put('ai_results/C1/a.csv', csv(['13812345678', '13645005'].map((finding_code) => ({ ...RESULT, finding_code }))))
  // What a center numbers itself may be any number.
  put('exams/C1/c.csv', examsCsv({ accession_no: '13812345678' }, { accession_no: '20260302199001011234' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await ask(config, 'SELECT path, line, column_name, reason FROM ops.reject ORDER BY ALL')).toEqual([
    { path: 'ai_results/C1/a.csv', line: 2, column_name: 'finding_code', reason: 'bad_type' },
    ...[2, 3, 4, 5, 6, 7, 8].map((line) => ({
      ...{ path: 'exams/C1/a.csv', line, column_name: 'procedure_code', reason: 'bad_type' },
    })),
    ...[2, 3, 4].map((line) => ({
      ...{ path: 'exams/C1/b.csv', line, column_name: 'reported_findings', reason: 'bad_type' },
    })),
  ])
  for (const [path, outcome] of await outcomesOf(config))
    expect([path, await checked(dir, path)]).toEqual([path, outcome])
})

test('a code of the row’s own patient or staff is refused in other codes, and never shown', async () => {
  const { dir, put } = smallLanding()
  const patient = 'PT-77/2026'
  const own = { patient_id: patient, radiologist_id: 'RAD8' }
  put(
    'exams/C1/a.csv',
    csv(
      numbered(
        [
          ...[{ procedure_code: patient }, { procedure_code: `x-${patient}` }, { protocol_code: 'RAD8' }],
          ...[{ body_part: 'RAD8' }, { reported_findings: patient }],
          // Within a code a short one is coincidence, and an accession number may be made from the patient's.
          ...[{ procedure_code: 'RAD81' }, { patient_id: 'X' }, { accession_no: `${patient}-1` }],
        ].map((row) => ({ ...EXAM, ...own, body_part: 'HEAD', protocol_code: 'P', reported_findings: 'F1', ...row })),
      ),
    ),
  )
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await ask(config, 'SELECT line, column_name, reason, value FROM ops.reject ORDER BY 1')).toEqual(
    ['procedure_code', 'procedure_code', 'protocol_code', 'body_part', 'reported_findings'].map((column_name, i) => ({
      ...{ line: i + 2, column_name, reason: 'bad_type', value: '***' },
    })),
  )
  for (const [path, outcome] of await outcomesOf(config))
    expect([path, await checked(dir, path)]).toEqual([path, outcome])
})

test('names and numbers of people in the name of a series or a payer are masked', async () => {
  const { dir, put } = smallLanding()
  const steps = ['t1 ZHANG^SAN', 'dwi 138-1234-5678', 'dwi 13812345678', 't2_tse_tra']
  put(
    'scanner_log/C1/a.csv',
    csv(
      steps.map((step, i) => ({
        ...{ event_id: `E${i}`, center_code: 'C1', scanner_id: 'S1', type: 'acquisition', accession_no: 'A1' },
        ...{ at: `2026-03-02 08:0${i}:00`, step },
      })),
    ),
  )
  put('billing/C1/a.csv', csv([{ ...CHARGE, payer_class: 'corporate', payer_name: 'LI^SI' }]))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect((await ask(config, 'SELECT step FROM main.acquisition ORDER BY started_at')).map((r) => r.step)).toEqual([
    ...['***', '***', 'dwi ******', 't2_tse_tra'],
  ])
  expect(await ask(config, 'SELECT payer_name FROM main.charge')).toEqual([{ payer_name: '***' }])
})

test('what may be an amount is not shown of a refused row of money, whatever its column, those of older runs neither', async () => {
  const { dir, put } = smallLanding()
  put(
    'billing/C1/a.csv',
    csv([
      { ...CHARGE, charge_amount: '-350.25' },
      { ...CHARGE, charge_amount: '12x' },
      { ...CHARGE, payer_class: '1250.00' },
      { ...CHARGE, center_code: '4711.5' },
      { ...CHARGE, status: 'finished' },
      { ...CHARGE, center_code: 'C9' },
    ]),
  )
  put(
    'costs/C1/a.csv',
    csv([
      {
        ...{ center_code: 'C1', month: '2026-03', category: 'rent', behaviour: '¥8000', amount: '8000' },
        updated_at: '2026-03-02 10:00:00',
      },
    ]),
  )
  put('exams/C1/a.csv', examsCsv({ modality: '12.5' }))
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  const shown = () =>
    ask(config, 'SELECT feed, line, value, center_code FROM ops.reject ORDER BY feed, line').then((rows) =>
      rows.map((r) => [r.feed, r.line, r.value, r.center_code].join(' ')),
    )
  const expected = [
    ...['billing 2 *** C1', 'billing 3 *** C1', 'billing 4 *** C1', 'billing 5 *** ', 'billing 6 finished C1'],
    ...['billing 7 C9 C9', 'costs 2 *** C1', 'exams 2 12.5 C1'],
  ]
  expect(await shown()).toEqual(expected)
  const { db, close } = await openDb(await servedFile(config.dataDir), {
    threads: 1,
    memoryLimit: '500MB',
    tempDir: null,
  })
  await db.run(`UPDATE ops.reject SET value = '-350.25' WHERE feed = 'billing' AND line = 2`)
  await db.run('CHECKPOINT')
  close()
  await recordSnapshot(config)
  put('exams/C1/b.csv', examsCsv({ accession_no: 'A2' }))
  await etl(config)
  expect(await shown()).toEqual(expected)
})
