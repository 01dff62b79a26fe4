import { studentQuantile } from './distributions.ts'

/** `value` and what follows are null where the coefficient is not defined (no observations, one class only). */
export interface AgreementCoefficient {
  value: number | null
  standard_error: number | null
  low: number | null
  high: number | null
}

const UNDEFINED: AgreementCoefficient = { value: null, standard_error: null, low: null, high: null }

interface Margins {
  n: number
  p: number[][]
  rows: number[]
  columns: number[]
  observed: number
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

function margins(table: number[][]): Margins | null {
  const n = sum(table.map(sum))
  if (n === 0) return null
  const p = table.map((row) => row.map((count) => count / n))
  return {
    n,
    p,
    rows: p.map(sum),
    columns: p.map((_, l) => sum(p.map((row) => row[l] as number))),
    observed: sum(p.map((row, k) => row[k] as number)),
  }
}

/** `chance(k, l)`: what a pair of ratings adds to the expected agreement, for the linearised variance. */
function coefficient(m: Margins, expected: number, chance: (k: number, l: number) => number): AgreementCoefficient {
  // All ratings in one class on both sides: nothing is left to agree on beyond chance.
  if (1 - expected < 1e-12) return UNDEFINED
  const value = (m.observed - expected) / (1 - expected)
  if (m.n < 2) return { ...UNDEFINED, value }
  const squares = sum(
    m.p.map((row, k) => sum(row.map((pkl, l) => pkl * (Number(k === l) - (1 - value) * chance(k, l)) ** 2))),
  )
  const variance = (squares - (m.observed - 2 * (1 - value) * expected) ** 2) / (m.n * (1 - expected) ** 2)
  const standard_error = Math.sqrt(Math.max(0, variance))
  const half = standard_error * studentQuantile(0.975, m.n - 1)
  return { value, standard_error, low: Math.max(-1, value - half), high: Math.min(1, value + half) }
}

/**
 * Cohen's κ of a q×q table of counts (rows one rater, columns the other), with standard error and 95 % interval (t, n − 1).
 * @source Cohen 1960; variance Fleiss, Cohen, Everitt 1969
 */
export function cohenKappa(table: number[][]): AgreementCoefficient {
  const m = margins(table)
  if (!m) return UNDEFINED
  const expected = sum(m.rows.map((r, k) => r * (m.columns[k] as number)))
  return coefficient(m, expected, (k, l) => (m.columns[k] as number) + (m.rows[l] as number))
}

/**
 * Gwet's AC1 of the same table. Unlike κ it does not collapse when nearly all exams are negative.
 * @source Gwet, Br J Math Stat Psychol 2008;61:29
 */
export function gwetAc1(table: number[][]): AgreementCoefficient {
  const m = margins(table)
  if (!m) return UNDEFINED
  const q = table.length
  const mean = m.rows.map((r, k) => (r + (m.columns[k] as number)) / 2)
  const expected = sum(mean.map((share) => share * (1 - share))) / (q - 1)
  return coefficient(m, expected, (k, l) => (2 * (1 - ((mean[k] as number) + (mean[l] as number)) / 2)) / (q - 1))
}
