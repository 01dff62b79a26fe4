import { expect, test } from 'vitest'
import { attentionOf } from '#queries/overview/attention.ts'
import { Draws } from '#tests/queries/support/draws.ts'
import { nullEvidence } from '#tests/queries/support/null-evidence.ts'

/** Mean number of entries in the whole list, and of the comparisons made, over periods in which there is nothing to find. */
function measured(centers: number, periods: number, wide: number) {
  const draws = new Draws('null list', centers, wide)
  const lists = Array.from({ length: periods }, () => {
    const { all, money } = nullEvidence(draws, centers, wide)
    return attentionOf(all, money)
  })
  const mean = (values: number[]) => values.reduce((sum, n) => sum + n, 0) / periods
  return {
    named: mean(lists.map(({ signals }) => signals.length)),
    comparisons: mean(lists.map(({ comparisons }) => comparisons)),
  }
}

const NETWORKS = [
  [12, 150, 150],
  [60, 60, 700],
  [300, 20, 3000],
] as const

test.each(NETWORKS)('the list of %i ordinary centers names one in three periods at most', (centers, periods, least) => {
  const { named, comparisons } = measured(centers, periods, 1)
  expect(comparisons).toBeGreaterThan(least)
  expect(named).toBeLessThanOrEqual(0.33)
})

test.each(NETWORKS)('even where %i centers spread twice as far, at most one a period is named', (centers, periods) => {
  const { named } = measured(centers, periods, 2)
  expect(named).toBeLessThanOrEqual(1)
})
