import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import { createSnapshotReader } from '#queries/db/snapshots.ts'
import { parseFilter } from '#queries/filter/filter.ts'
import { profitabilityPage } from '#queries/profitability/profitability-page.ts'
import { etl, preparedOnce, temporaryFolder, testConfig } from '#tests/support/etl.ts'

const loaded = preparedOnce(async () => {
  const config = testConfig(join(import.meta.dirname, '../../fixtures/traps/landing'), temporaryFolder())
  expect((await etl(config)).status).toBe('published')
  return config
})

async function page(search: string) {
  const { dataDir } = await loaded()
  const reader = createSnapshotReader({ dataDirs: [dataDir] })
  onTestFinished(() => reader.close())
  const answer = await profitabilityPage(reader, parseFilter(new URLSearchParams(search)))
  if (answer.snapshot_id === null) throw new Error('no snapshot')
  return answer
}

test('money of centers closed in both months is compared, and the others are named', async () => {
  const { figures, filters } = await page('from=2026-02-01&to=2026-03-01')
  const { gross_charges } = figures
  expect([gross_charges.compared?.value, gross_charges.previous?.value, gross_charges.change]).toEqual([
    1300, 1100, 200,
  ])
  expect(filters.comparison.closed_centers).toBe(3)
  expect(filters.comparison.left_out.map((row) => [row.center_code, row.why])).toEqual([
    ['B', 'not_closed'],
    ['Z', 'not_closed'],
  ])
  // Three centers cannot tell chance from change.
  expect(gross_charges.verdict).toBe('neutral')
})

test('months before the books begin are compared with nothing', async () => {
  const { figures, filters } = await page('from=2026-01-01&to=2026-02-01')
  expect(filters.previous_data).toBe('none')
  expect(figures.net_revenue).toMatchObject({ change: null, verdict: null, not_compared: 'not_closed_in_both' })
})
