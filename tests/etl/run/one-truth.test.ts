import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#etl/config.ts'
import { ask, etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const network = join(import.meta.dirname, '..', '..', 'fixtures', 'network')
const TABLES = [
  'main.exam',
  'main.scanner_state',
  'main.acquisition',
  'main.scanner_fault',
  'main.ai_result',
  'main.charge',
  'main.cost',
  'mart.scanner_day',
  'mart.scanner_month',
  'mart.center_day',
  'mart.exam_compliance',
  'mart.deviation',
  'mart.ai_reading',
  'mart.ai_coverage_month',
  'mart.center_month',
]

/** Every published row as text; sums of floating point may differ in their last digits with the order of addition. */
async function truth(config: Config): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const table of TABLES) {
    const rows = await ask(config, `SELECT * FROM ${table}`)
    found[table] = rows
      .map((row) => JSON.stringify(row, (_, v: unknown) => (typeof v === 'number' ? Number(v.toPrecision(11)) : v)))
      .sort()
  }
  return found
}

function expectSame(got: Record<string, string[]>, expected: Record<string, string[]>): void {
  for (const table of TABLES) {
    const extra = got[table]!.filter((r) => !expected[table]!.includes(r))
    const missing = expected[table]!.filter((r) => !got[table]!.includes(r))
    expect({ extra: extra.slice(0, 3), missing: missing.slice(0, 3) }, table).toEqual({ extra: [], missing: [] })
  }
}

test('all at once, night by night and rebuilt from history give the same facts and marts', async () => {
  const atOnce = testConfig(join(network, 'landing'), temporaryFolder())
  await etl(atOnce)
  const expected = await truth(atOnce)

  await etl(atOnce, { rebuild: true })
  expectSame(await truth(atOnce), expected)

  const landing = temporaryFolder()
  const nightly = testConfig(landing, temporaryFolder())
  cpSync(join(network, 'landing', 'reference'), join(landing, 'reference'), { recursive: true })
  const { nights } = JSON.parse(readFileSync(join(network, 'expected.json'), 'utf8')) as {
    nights: Record<string, string>
  }
  for (const night of [...new Set(Object.values(nights))].sort()) {
    for (const [path] of Object.entries(nights).filter(([, n]) => n === night)) {
      mkdirSync(dirname(join(landing, path)), { recursive: true })
      cpSync(join(network, 'landing', path), join(landing, path))
    }
    await etl(nightly)
  }
  expectSame(await truth(nightly), expected)
}, 240_000)
