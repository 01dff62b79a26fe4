import { expect, test } from 'vitest'
import { rateSignals } from '#queries/statistics/center-signals.ts'
import { falseDiscoveries } from '#queries/statistics/false-discovery.ts'
import { Draws } from '#tests/queries/support/draws.ts'
import { network, RATES, type MadeRate } from '#tests/queries/support/networks.ts'

type Judged = (number | null)[]

const judged = (draws: Draws, centers: number, rate: MadeRate, shifted?: number[]): Judged =>
  rateSignals(network(draws, centers, rate, shifted), rate).centers.map((center) => center.p)

/** Mean number of names in a period of a network without a shift; `wide` times the usual spread between centers. */
function falseNames(centers: number, periods: number, wide: number): number {
  const draws = new Draws('null network', centers, wide)
  const names = Array.from({ length: periods }, () => {
    const p = RATES.flatMap((rate) => judged(draws, centers, { ...rate, spread: wide * rate.spread }))
    return falseDiscoveries(p).filter(Boolean).length
  })
  return names.reduce((sum, n) => sum + n, 0) / periods
}

test.each([
  [12, 200],
  [60, 100],
  [300, 40],
  [3000, 6],
])('a network of %i ordinary centers and ten rates names fewer than one in three periods', (centers, periods) => {
  expect(falseNames(centers, periods, 1)).toBeLessThan(0.33)
})

test.each([
  [12, 200],
  [60, 100],
  [300, 40],
  [3000, 6],
])('even where %i centers spread twice as far, at most one a period is named', (centers, periods) => {
  expect(falseNames(centers, periods, 2)).toBeLessThanOrEqual(1)
})

const SHIFTS: [string, number[]][] = [
  ['compliance', [0.61]],
  ['compliance', [0.61, 0.73]],
  ['compliance', [0.61, 0.73, 0.84]],
  ['compliance', [0.84]],
  ['unreported', [0.14]],
  ['unreported', [0.14, 0.14]],
  ['unreported', [0.14, 0.14, 0.14]],
]

test.each(
  ([12, 60, 300, 3000] as const).flatMap((centers) =>
    SHIFTS.map(([rate, shifted]) => [centers, rate, shifted] as const),
  ),
)('of %i centers, those whose %s is %j are named in 95 of 100 draws', (centers, rate, shifted) => {
  const draws = new Draws('shifted network', centers, rate, shifted.join())
  const [made, others] = [RATES.find(({ name }) => name === rate)!, RATES.filter(({ name }) => name !== rate)]
  const ordinary = others.flatMap((other) => judged(draws, centers, other))
  const all = Array.from({ length: 100 }, () => {
    const named = falseDiscoveries([...judged(draws, centers, made, [...shifted]), ...ordinary])
    return shifted.every((_, i) => named[i])
  })
  expect(all.filter(Boolean).length).toBeGreaterThanOrEqual(95)
})
