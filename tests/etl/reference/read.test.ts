import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rows } from '#etl/db.ts'
import {
  identityFingerprint,
  readReference,
  ReferenceDataError,
  referenceFingerprint,
  writeReference,
} from '#etl/reference/index.ts'
import { emptyWarehouse } from '../models/warehouse.ts'

let landing: string
beforeEach(async () => {
  landing = await mkdtemp(join(tmpdir(), 'reference-'))
})
afterEach(() => rm(landing, { recursive: true }))

async function put(file: string, content: string | Buffer): Promise<void> {
  const path = join(landing, 'reference', file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** The error that reading stops with. */
async function refused(): Promise<ReferenceDataError> {
  return readReference(landing).then(
    () => expect.fail('the reference data was taken'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ReferenceDataError)
      return error as ReferenceDataError
    },
  )
}

const CENTERS = 'center_code,name_en\nC1,One\n'

test('files that are not there count as empty, as does a landing folder that is not there', async () => {
  const empty = await readReference(join(landing, 'nowhere'))
  expect(Object.values(empty).flat()).toEqual([])
})

test('spellings that the landing contract tolerates are read', async () => {
  await put(
    'centers.csv',
    '\ufeff Center_Code ,NAME_EN,name_zh,partner_share,opened_on,extra,time_zone\r\n C1 ,"One, north",北京,0.4,2018/05/07,x,NULL\r\n   \r\nC2,Two,\\N,,20180507,,Asia/Urumqi\n',
  )
  await put('procedures.csv', 'procedure_code,name_en,list_price\nP1,Head,"￥1,180.50"\n')
  const { centers, procedures } = await readReference(landing)
  expect(centers).toMatchObject([
    { center_code: 'C1', name_en: 'One, north', partner_share: 0.4, opened_on: '2018-05-07', time_zone: null },
    { center_code: 'C2', name_zh: null, partner_share: null, opened_on: '2018-05-07', time_zone: 'Asia/Urumqi' },
  ])
  expect(procedures).toMatchObject([{ list_price: '1180.50' }])
})

test('targets, budget, interventions and the newer columns of products and procedures are read and published', async () => {
  await put('centers.csv', CENTERS)
  await put('scanners.csv', 'scanner_id,center_code,modality\nS1,C1,MR\n')
  await put(
    'targets.csv',
    'metric,modality,priority,value\nutilization_rate,,,0.8\nturnaround_minutes_median,CT,STAT,60\n',
  )
  await put(
    'budget.csv',
    'center_code,month,line,amount\nC1,2026-03,Net_Revenue,"1,000.50"\nC1,2026-03,operating_profit,-20\n',
  )
  await put('interventions.csv', 'name_en,scanner_id,kind,from_date,to_date\nNew coil,S1,coil,2026/03/02,\n')
  await put('ai_products.csv', 'product_code,name_en,domain,live_from,threshold\nAI,AI,oncology,2026-01-01,0.35\n')
  await put('procedures.csv', 'procedure_code,name_en,contrast\nP1,Head,Y\nP2,Neck,\n')
  const { db, close } = await emptyWarehouse()
  await writeReference(db, await readReference(landing))
  const published = async (table: string) =>
    rows(db, `SELECT CAST(to_json(t) AS VARCHAR) AS line FROM main.${table} t ORDER BY ALL`).then((found) =>
      found.map(
        (row) =>
          Object.fromEntries(
            Object.entries(JSON.parse((row as { line: string }).line) as object).filter(([, v]) => v !== null),
          ) as object,
      ),
    )
  expect(await published('target')).toEqual([
    { metric: 'turnaround_minutes_median', modality: 'CT', priority: 'stat', value: 60 },
    { metric: 'utilization_rate', value: 0.8 },
  ])
  expect(await published('budget')).toMatchObject([
    { center_code: 'C1', month: '2026-03-01', line: 'net_revenue', amount: 1000.5 },
    { line: 'operating_profit', amount: -20 },
  ])
  expect(await published('intervention')).toEqual([
    { name_en: 'New coil', scanner_id: 'S1', kind: 'coil', from_date: '2026-03-02' },
  ])
  expect(await published('ai_product')).toMatchObject([
    { domain: 'oncology', live_from: '2026-01-01', threshold: 0.35 },
  ])
  expect(await published('procedure')).toMatchObject([{ contrast: true }, { procedure_code: 'P2' }])
  close()
})

test('a file that is not UTF-8 is read as GB18030, a packed one is unpacked', async () => {
  const beijing = Buffer.from([0xb1, 0xb1, 0xbe, 0xa9])
  await put(
    'centers.csv',
    Buffer.concat([Buffer.from('center_code,name_en,name_zh\nC1,One,'), beijing, Buffer.from('\n')]),
  )
  await put('findings.csv.gz', gzipSync('finding_code,name_en\nF1,Nodule\n'))
  const { centers, findings } = await readReference(landing)
  expect(centers[0]?.name_zh).toBe('北京')
  expect(findings).toHaveLength(1)
})

test.each([
  ['centers.csv', 'center_code\nC1\n', 1, 'name_en'],
  ['centers.csv', 'center_code,name_en\nC1,One\n,Two\n', 3, 'center_code'],
  ['centers.csv', 'center_code,name_en\nC1,"a\nb"\nC1,Again\n', 4, 'center_code'],
  ['centers.csv', 'center_code,name_en,time_zone\nC1,One,Mars/Olympus\n', 2, 'time_zone'],
  ['centers.csv', 'center_code,name_en,partner_share\nC1,One,40\n', 2, 'partner_share'],
  ['centers.csv', 'center_code,name_en\nC1,One,more\n', 2, null],
  ['centers.csv', '', 1, null],
  ['scanners.csv', 'scanner_id,center_code,modality\nS1,C9,CT\n', 2, 'center_code'],
  ['scanners.csv', 'scanner_id,center_code,modality,staffed_hours\nS1,C1,CT,always\n', 2, 'staffed_hours'],
  ['calendar.csv', 'date,hours\n2026-02-30,closed\n', 2, 'date'],
  ['calendar.csv', 'date,hours\n2026-02-17,holiday\n', 2, 'hours'],
  ['staffing.csv', 'scanner_id,effective_from\nS9,2026-01-01\n', 2, 'scanner_id'],
  ['partner_terms.csv', 'center_code,effective_from,partner_share\nC1,2026-01-01,\n', 2, 'partner_share'],
  ['targets.csv', 'metric,value\nx,high\n', 2, 'value'],
  ['targets.csv', 'metric,priority,value\nx,soon,1\n', 2, 'priority'],
  ['budget.csv', 'center_code,month,line,amount\nC1,2026-03-01,allowed,1\n', 2, 'month'],
  ['budget.csv', 'center_code,month,line,amount\nC1,2026-03,profit,1\n', 2, 'line'],
  ['budget.csv', 'center_code,month,line,amount\nC9,2026-03,allowed,1\n', 2, 'center_code'],
  ['interventions.csv', 'name_en,scanner_id\nx,S9\n', 2, 'scanner_id'],
  ['interventions.csv', 'name_en,from_date,to_date\nx,2026-03-02,2026-03-01\n', 2, 'to_date'],
  ['interventions.csv', 'name_en,kind\nx,magic\n', 2, 'kind'],
  ['ai_products.csv', 'product_code,name_en,threshold\nAI,AI,1.5\n', 2, 'threshold'],
  ['procedures.csv', 'procedure_code,name_en,contrast\nP1,Head,perhaps\n', 2, 'contrast'],
  ['procedures.csv', 'procedure_code,name_en,list_price\nP1,Head,1.234\n', 2, 'list_price'],
])('%s with %j is refused with its line and column', async (file, content, line, column) => {
  if (file !== 'centers.csv') await put('centers.csv', CENTERS)
  await put(file, content)
  const error = await refused()
  expect(error).toMatchObject({ code: 'etl/reference', file, line, column })
  expect(error.message).toContain(`reference/${file}`)
})

test('two spellings of one alias that mean different steps are refused', async () => {
  await put('centers.csv', CENTERS)
  await put('step_aliases.csv', 'center_code,alias,step\nC1,T2 tra,a\nC1,t2TRA,b\n')
  expect(await refused()).toMatchObject({ line: 3, column: 'alias' })
})

const book = (steps: string, more = '') =>
  `[{\n"protocol_code": "P", "version": 1, "name_en": "x",${more}\n"steps": [\n{"step": "a", "order": 1, "parameters": ${steps}}]}]`

test.each([
  ['[{]', 1, undefined],
  [book('{"EchoTime": {"target": 5}}'), 4, '0.steps.0.parameters.EchoTime'],
  [book('{"EchoTime": {"min": 5, "tolerence": 1}}'), 4, '0.steps.0.parameters.EchoTime'],
  [book('{"EchoTime": [{"min": 1},\n{"allowed": []}]}'), 5, '0.steps.0.parameters.EchoTime.1.allowed'],
  [book('{"EchoTime": {"min": 5, "max": 4}}'), 4, '0.steps.0.parameters.EchoTime'],
  [book('{}', '\n"effective_from": "1.3.2026",'), 3, '0.effective_from'],
])('a protocol book %j is refused with its line and path', async (text, line, column) => {
  await put('protocols.json', text)
  expect(await refused()).toMatchObject({ file: 'protocols.json', line, column: column ?? null })
})

test.each([
  ['centers.csv', `center_code,name_en\nC 1,One\n`, 'center_code'],
  ['centers.csv', `center_code,name_en\n杭州,One\n`, 'center_code'],
  ['scanners.csv', `scanner_id,center_code,modality\nCT^1,C1,CT\n`, 'scanner_id'],
  ['findings.csv', `finding_code,name_en\nlung nodule,x\n`, 'finding_code'],
  ['ai_products.csv', `product_code,name_en\n${'P'.repeat(129)},x\n`, 'product_code'],
  ['procedures.csv', `procedure_code,name_en\n2.1E+08,x\n`, 'procedure_code'],
  ['procedures.csv', `procedure_code,name_en\n13812345678,x\n`, 'procedure_code'],
])('a key of %s that no row of a feed could name is refused: %j', async (file, text, column) => {
  if (file !== 'centers.csv') await put('centers.csv', CENTERS)
  await put(file, text)
  expect(await refused()).toMatchObject({ file, line: 2, column })
})

test('a protocol whose code no exam could name is refused', async () => {
  await put('protocols.json', book('{}').replace('"P"', '"MR HEAD"'))
  expect(await refused()).toMatchObject({ file: 'protocols.json', line: 2, column: '0.protocol_code' })
})

test('signs that are not seen, and what spreadsheets wrap around text, are taken off reference data as off feeds', async () => {
  await put('centers.csv', '\ufeffcenter_code,name_en\n"=""C1""",One\u200b\nC\u200b2,Two\n')
  expect((await readReference(landing)).centers).toMatchObject([
    { center_code: 'C1', name_en: 'One' },
    { center_code: 'C2', name_en: 'Two' },
  ])
})

test('a price that cannot be read is not shown in what the run says', async () => {
  await put('procedures.csv', 'procedure_code,name_en,list_price\nP1,x,"1180,5"\n')
  expect((await refused()).message).not.toContain('1180')
})

test('rules become bounds without binary dust, lists keep their order, severities their default', async () => {
  await put(
    'protocols.json',
    book(
      `{"EchoTime": {"target": 7.8, "tolerance": 0.078, "severity": "CRITICAL"},
        "FlipAngle": [{"when": {"field_strength_t": 3, "manufacturer": "UIH"}, "max": 90}, {"min": 10, "max": null}],
        "DiffusionBValue": {"allowed": [0, 1000, "b0"]}}`,
      '"dose_reference": {"DLP": 800},',
    ),
  )
  const { db, close } = await emptyWarehouse()
  await writeReference(db, await readReference(landing))
  const rules = await rows(
    db,
    `SELECT parameter, rule_order, min_value, max_value, allowed, allowed_numbers, manufacturer, severity, step_severity, required
     FROM main.protocol_rule ORDER BY parameter, rule_order`,
  )
  expect(rules).toMatchObject([
    { parameter: 'DiffusionBValue', allowed: ['0', '1000', 'b0'], allowed_numbers: [0, 1000] },
    { parameter: 'EchoTime', min_value: 7.722, max_value: 7.878, severity: 'critical', step_severity: 'major' },
    { parameter: 'FlipAngle', rule_order: 1, min_value: null, max_value: 90, manufacturer: 'UIH', required: true },
    { parameter: 'FlipAngle', rule_order: 2, min_value: 10, max_value: null, manufacturer: null },
  ])
  expect(await rows(db, 'SELECT dlp_reference, ctdi_vol_reference FROM main.protocol')).toEqual([
    { dlp_reference: 800, ctdi_vol_reference: null },
  ])
  close()
})

test('defaults are applied in the warehouse: Shanghai time, no partner share', async () => {
  await put('centers.csv', CENTERS)
  const { db, close } = await emptyWarehouse()
  await writeReference(db, await readReference(landing))
  await writeReference(db, await readReference(landing))
  expect(await rows(db, 'SELECT center_code, time_zone, partner_share FROM main.center')).toEqual([
    { center_code: 'C1', time_zone: 'Asia/Shanghai', partner_share: 0 },
  ])
  close()
})

test('the fingerprint hangs on the content, not on the order or spelling of the file', async () => {
  await put('centers.csv', 'center_code,name_en\nC1,One\nC2,Two\n')
  const first = await readReference(landing)
  await put('centers.csv', 'NAME_EN,center_code\r\nTwo,C2\r\nOne,C1\r\n')
  const second = await readReference(landing)
  await put('centers.csv', 'center_code,name_en\nC1,One\nC2,Three\n')
  const third = await readReference(landing)
  expect(referenceFingerprint(second)).toBe(referenceFingerprint(first))
  expect(referenceFingerprint(third)).not.toBe(referenceFingerprint(first))
})

test('the identity of a center hangs on its zone and scanners alone', async () => {
  const read = async (centers: string, scanners: string) => {
    await put('centers.csv', `center_code,name_en,time_zone\n${centers}`)
    await put('scanners.csv', `scanner_id,center_code,modality,model\n${scanners}`)
    return identityFingerprint(await readReference(landing))
  }
  const before = await read('C1,One,\nC2,Two,\n', 'S1,C1,CT,a\nS2,C2,CT,a\n')
  const renamed = await read('C1,Uno,Asia/Shanghai\nC2,Two,\n', 'S1,C1,CT,b\nS2,C2,CT,a\n')
  const moved = await read('C1,One,\nC2,Two,Asia/Urumqi\n', 'S1,C1,CT,a\nS2,C2,CT,a\n')
  expect(renamed).toEqual(before)
  expect(moved.get('C1')).toBe(before.get('C1'))
  expect(moved.get('C2')).not.toBe(before.get('C2'))
})
