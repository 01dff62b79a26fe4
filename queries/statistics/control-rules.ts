export type NhsRule = 'outside_limits' | 'trend' | 'two_of_three' | 'shift'

/** A value with its own σ around a common center; null values (no observations) break runs. */
export interface Charted {
  /** Distance from the center in σ; null where there is no value. */
  z: number | null
}

const RUN = 7

/** All of the last `length` z end at i and satisfy the test. */
function run(z: (number | null)[], i: number, length: number, test: (value: number) => boolean): boolean {
  if (i + 1 < length) return false
  return z.slice(i + 1 - length, i + 1).every((value) => value !== null && test(value))
}

function atLeast(z: (number | null)[], i: number, of: number, test: (value: number) => boolean) {
  return z.slice(Math.max(0, i + 1 - of), i + 1).filter((value) => value !== null && test(value)).length
}

function isTrend(values: (number | null)[], i: number): boolean {
  if (i + 1 < RUN) return false
  const last = values.slice(i + 1 - RUN, i + 1)
  const steps = last.slice(1).map((x, k) => {
    const before = last[k]
    return x === null || before === null || before === undefined ? 0 : Math.sign(x - before)
  })
  return steps.every((s) => s === 1) || steps.every((s) => s === -1)
}

/**
 * Rules of the NHS "Making Data Count": outside limits, seven points rising or falling, two of three in the outer third
 * on one side, seven on one side of the center. `values` are on their own scale, `z` in σ; a rule marks the point at
 * which it is met. Worst first.
 * @source NHS England, Making Data Count
 */
export function nhsRules(values: (number | null)[], z: (number | null)[]): NhsRule[][] {
  return z.map((value, i) => {
    if (value === null) return []
    const side = Math.sign(value)
    const rules: NhsRule[] = []
    if (Math.abs(value) > 3) rules.push('outside_limits')
    if (isTrend(values, i)) rules.push('trend')
    if (Math.abs(value) > 2 && atLeast(z, i, 3, (v) => v * side > 2) >= 2) rules.push('two_of_three')
    if (side !== 0 && run(z, i, RUN, (v) => Math.sign(v) === side)) rules.push('shift')
    return rules
  })
}

/**
 * Western Electric rules by number: 1 beyond 3σ; 2 two of three beyond 2σ; 3 four of five beyond 1σ; 4 eight on one
 * side; each on the same side, marked at the point that completes it.
 * @source Western Electric, Statistical Quality Control Handbook, 1956
 */
export function westernElectric(z: number[]): (1 | 2 | 3 | 4)[][] {
  return z.map((value, i) => {
    const side = Math.sign(value)
    const rules: (1 | 2 | 3 | 4)[] = []
    if (Math.abs(value) > 3) rules.push(1)
    if (Math.abs(value) > 2 && atLeast(z, i, 3, (v) => v * side > 2) >= 2) rules.push(2)
    if (Math.abs(value) > 1 && atLeast(z, i, 5, (v) => v * side > 1) >= 4) rules.push(3)
    if (side !== 0 && run(z, i, 8, (v) => Math.sign(v) === side)) rules.push(4)
    return rules
  })
}
