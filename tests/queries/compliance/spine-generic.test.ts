import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parametersPage } from '#queries/compliance/parameters-page.ts'
import type { ParametersPage } from '#queries/compliance/parameters-types.ts'
import { protocolPage } from '#queries/protocol/protocol-page.ts'
import type { ProtocolPage } from '#queries/protocol/protocol-types.ts'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { sharedFolder } from '#tests/etl/demo/made.ts'
import { filterOf } from '../support/facts.ts'

interface Deviation {
  center_code: string
  kind: string
  step: string | null
  parameter: string | null
}

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'spine-generic')
const expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')) as {
  deviation: Deviation[]
  published_check: {
    named_offenders: { site: string; step: string; parameter: string; observed: number; in_deviation: number }[]
  }
}
const years = filterOf({ from: '2017-01-01', to: '2022-01-01' })

const folder = sharedFolder()
let reader: SnapshotReader
beforeAll(async () => {
  const config = testConfig(join(fixture, 'landing'), join(folder.path, 'data'))
  await etl(config)
  reader = createSnapshotReader({ dataDirs: [config.dataDir] })
})
afterAll(async () => {
  await reader.close()
  folder.remove()
})

async function page(step: string, parameter: string): Promise<ParametersPage> {
  return (await parametersPage(reader, years, { step, parameter, rank: 'exams' }, { money: false })) as ParametersPage
}

test('the strips of every parameter name the sites that deviate in it, with as many exams', async () => {
  const ofValues = expected.deviation.filter(({ kind }) => kind === 'out_of_tolerance')
  const parameters = [...new Set(ofValues.map(({ step, parameter }) => `${step} ${parameter}`))]
  expect(parameters.length).toBeGreaterThan(8)
  for (const name of parameters) {
    const [step, parameter] = name.split(' ') as [string, string]
    const named = new Map<string, number>()
    for (const d of ofValues)
      if (d.step === step && d.parameter === parameter) named.set(d.center_code, (named.get(d.center_code) ?? 0) + 1)
    const found = new Map<string, number>()
    for (const { center_code, deviating } of (await page(step, parameter)).strips)
      if (deviating > 0) found.set(center_code, (found.get(center_code) ?? 0) + deviating)
    expect(Object.fromEntries(found), name).toEqual(Object.fromEntries(named))
  }
})

test('the offenders that were published stand out with the value that they used', async () => {
  const kept = expected.published_check.named_offenders.filter(({ in_deviation }) => in_deviation > 0)
  expect(kept.length).toBe(5)
  for (const { site, step, parameter, observed, in_deviation } of kept) {
    const mine = (await page(step, parameter)).strips.filter(({ center_code }) => center_code === site)
    expect(mine.reduce((sum, { deviating }) => sum + deviating, 0)).toBe(in_deviation)
    expect(mine.flatMap(({ values }) => values.map(({ value }) => value))).toContain(observed)
  }
})

test('the page opens with what most exams deviate in', async () => {
  const { chosen } = (await parametersPage(reader, years, { rank: 'exams' }, { money: false })) as ParametersPage
  expect(chosen).toMatchObject({ step: 'T2star', parameter: 'RepetitionTime' })
})

const protocol = async () => (await protocolPage(reader, 'SPINE-GENERIC', years)) as ProtocolPage

test('where the sites kept to the protocol, what most of them do is what was published', async () => {
  const { fleet, judged_version } = await protocol()
  expect(judged_version).toBe(1)
  const kept = fleet.filter(({ exams, deviating }) => exams >= 10 && deviating * 2 < exams)
  expect(kept.length).toBeGreaterThan(50)
  for (const row of kept) {
    expect(row.verdict).toBe('as_ruled')
    const published = (row.min_value! + row.max_value!) / 2
    const majority = Number(row.majority)
    expect(Math.abs(majority - published), `${row.step} ${row.parameter} ${row.model}`).toBeLessThanOrEqual(
      0.0101 * published,
    )
  }
})

test('the draft of the next version is accepted by the ETL as it is, rule by rule', async () => {
  const { draft } = await protocol()
  const landing = join(temporaryFolder(), 'landing')
  cpSync(join(fixture, 'landing'), landing, { recursive: true })
  const book = join(landing, 'reference', 'protocols.json')
  const entries = JSON.parse(readFileSync(book, 'utf8')) as unknown[]
  writeFileSync(book, JSON.stringify([...entries, draft]))
  const config = testConfig(landing, temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  const rules = `SELECT step, step_order, required, parameter, rule_order, manufacturer, model, severity, min_value, max_value
    FROM main.protocol_rule WHERE version =`
  const moved = await ask(config, `SELECT count(*) AS n FROM (${rules} 1 EXCEPT ${rules} 2)`)
  expect(moved).toEqual([{ n: (await protocol()).draft_changes.length }])
})
