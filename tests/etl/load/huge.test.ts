import { expect, test } from 'vitest'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { smallLanding } from '#tests/support/landing.ts'

const series = (id: string, parameters: string) =>
  `{"event_id":"${id}","center_code":"C2","scanner_id":"S2","type":"acquisition","at":"2026-03-02T08:00:00Z","accession_no":"A","step":"s","parameters":${parameters}}`

test('a number among the parameters beyond 1e15 is dropped and counted, alone or in a list', async () => {
  const { dir, put } = smallLanding()
  put(
    'scanner_log/a.ndjson',
    [
      series('1', '{"CTDIvol":1e19,"KVP":120}'),
      series('2', '{"CTDIvol":-1e20}'),
      series('3', '{"DiffusionBValue":[0,2e15],"KVP":120}'),
      series('4', '{"CTDIvol":1e15}'),
      series('5', '{"DLP":2e300}'),
    ].join('\n'),
  )
  const config = testConfig(dir, temporaryFolder())
  await etl(config)
  expect(await ask(config, 'SELECT event_id, parameters, ctdi_vol FROM main.acquisition ORDER BY 1')).toEqual([
    { event_id: '1', parameters: '{"KVP":120}', ctdi_vol: null },
    { event_id: '2', parameters: '{}', ctdi_vol: null },
    { event_id: '3', parameters: '{"KVP":120}', ctdi_vol: null },
    { event_id: '4', parameters: '{"CTDIvol":1000000000000000.0}', ctdi_vol: 1e15 },
    { event_id: '5', parameters: '{}', ctdi_vol: null },
  ])
  expect(await ask(config, 'SELECT keyword, series FROM ops.dropped_parameter ORDER BY 1')).toEqual([
    { keyword: 'CTDIvol', series: 2 },
    { keyword: 'DLP', series: 1 },
    { keyword: 'DiffusionBValue', series: 1 },
  ])
})
