import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSnapshotReader, type SnapshotReader } from '#queries/db/snapshots.ts'
import { productPage, type ProductQuery } from '#queries/product/product-page.ts'
import type { ProductPage } from '#queries/product/product-types.ts'
import { etl, testConfig } from '#tests/support/etl.ts'
import { filterOf } from '../support/facts.ts'

interface Known {
  finding_code: string
  TP: number
  FP: number
  FN: number
  TN: number
  auc: number
}

const fixture = path.join(import.meta.dirname, '../../fixtures/nih-cxr14')
const { thresholds, concordance } = JSON.parse(readFileSync(path.join(fixture, 'expected.json'), 'utf8')) as {
  thresholds: Record<string, string>
  concordance: Known[]
}

let folder: string
let reader: SnapshotReader
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isocenter-nih-'))
  await etl(testConfig(path.join(fixture, 'landing'), folder))
  reader = createSnapshotReader({ dataDirs: [folder] })
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true })
})

async function page(query: ProductQuery = {}): Promise<ProductPage> {
  const filter = filterOf({ from: '2026-02-01', to: '2026-05-01' })
  const answer = await productPage(reader, 'CHEXNET', filter, query)
  if (!answer || answer.snapshot_id === null) throw new Error('no page')
  return answer
}

test('the areas under the curve of the chest films are the known ones, each with an interval around it', async () => {
  const { thresholds: found } = await page()
  expect(found?.findings).toHaveLength(14)
  for (const { finding_code, auc } of concordance) {
    const area = found!.findings.find((row) => row.finding_code === finding_code)!.auc
    expect(area.value, finding_code).toBeCloseTo(auc, 9)
    expect(area.low).toBeLessThan(auc)
    expect(area.high).toBeGreaterThan(auc)
  }
})

test.each(concordance)('at the file’s operating point $finding_code has its 2×2', async (known) => {
  const threshold = Number(thresholds[known.finding_code])
  const { thresholds: found } = await page({ finding: known.finding_code, threshold })
  const { TP: tp, FP: fp, FN: fn, TN: tn } = known
  expect(found).toMatchObject({ finding_code: known.finding_code, is_asked: true, is_one_cut: true })
  expect(found?.asked).toMatchObject({ tp, fp, fn, tn, threshold })
  expect(found?.today).toMatchObject({ tp, fp, fn, tn })
})

test('every point of the curve is a 2×2 of all readings, from flagging all to hardly any', async () => {
  const { curve } = (await page({ finding: 'HERNIA' })).thresholds!
  expect(curve[0]).toMatchObject({ fn: 0, tn: 0 })
  for (const [place, point] of curve.entries()) {
    expect(point.n).toBe(6000)
    if (place > 0) expect(point.tp + point.fp).toBeLessThan(curve[place - 1]!.tp + curve[place - 1]!.fp)
  }
  expect(curve.length).toBeLessThanOrEqual(82)
})
