import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { etl, temporaryFolder, testConfig } from '#tests/support/etl.ts'
import { differences } from '#tests/support/same-warehouse.ts'

const network = join(import.meta.dirname, '..', '..', 'fixtures', 'network')
/** Every night for itself with `LONG_TESTS=1`; else three at once, which takes a third of the time. */
function groups(nights: string[]): string[][] {
  const size = process.env.LONG_TESTS ? 1 : 3
  return Array.from({ length: Math.ceil(nights.length / size) }, (_, n) => nights.slice(n * size, (n + 1) * size))
}

test('all at once, night by night and rebuilt from history give the same facts and marts', async () => {
  const atOnce = testConfig(join(network, 'landing'), temporaryFolder())
  await etl(atOnce)

  const landing = temporaryFolder()
  const nightly = testConfig(landing, temporaryFolder())
  cpSync(join(network, 'landing', 'reference'), join(landing, 'reference'), { recursive: true })
  const { nights } = JSON.parse(readFileSync(join(network, 'expected.json'), 'utf8')) as {
    nights: Record<string, string>
  }
  for (const group of groups([...new Set(Object.values(nights))].sort())) {
    for (const [path] of Object.entries(nights).filter(([, night]) => group.includes(night))) {
      mkdirSync(dirname(join(landing, path)), { recursive: true })
      cpSync(join(network, 'landing', path), join(landing, path))
    }
    await etl(nightly)
  }
  expect(await differences(atOnce, nightly)).toEqual([])
  await etl(nightly, { rebuild: true })
  expect(await differences(atOnce, nightly)).toEqual([])
}, 240_000)
