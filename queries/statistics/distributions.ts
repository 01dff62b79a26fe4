/** Standard normal quantiles that the house uses: 95 % to show, 99.8 % to alert. */
export const Z_95 = 1.959963984540054
export const Z_998 = 3.090232306167813

/** ln Γ(x) for x > 0, Lanczos approximation, about 15 digits. */
export function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  const sum = c.slice(1).reduce((s, coefficient, i) => s + coefficient / (x + i), c[0] as number)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Regularised lower incomplete gamma P(a, x): series below a + 1, continued fraction above. */
export function gammaP(a: number, x: number): number {
  if (x <= 0) return 0
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n += 1) {
      term *= x / (a + n)
      sum += term
    }
    return sum * scale
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let i = 1; i < 10_000; i += 1) {
    const an = -i * (i - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    const delta = c * d
    h *= delta
    if (Math.abs(delta - 1) < 1e-15) break
  }
  return 1 - scale * h
}

/** Inverse of a rising function by regula falsi (Illinois): a fifth of the steps of bisection, and it cannot run away. */
function invert(f: (x: number) => number, p: number, low: number, high: number): number {
  while (f(high) < p) high *= 2
  let [a, b] = [low, high]
  let [fa, fb] = [f(a) - p, f(b) - p]
  let x = b
  for (let i = 0; i < 200 && fa !== fb && fb !== 0; i += 1) {
    const before = x
    x = (a * fb - b * fa) / (fb - fa)
    const fx = f(x) - p
    if (Math.abs(x - before) <= 1e-13 * Math.max(1, x)) break
    if (fx * fb < 0) [a, fa] = [b, fb]
    else fa /= 2
    ;[b, fb] = [x, fx]
  }
  return x
}

/** Quantile of χ² with `df` degrees of freedom (any positive number). */
export function chiSquareQuantile(p: number, df: number): number {
  return invert((x) => gammaP(df / 2, x / 2), p, 0, Math.max(1, df))
}

/** Regularised incomplete beta, continued fraction. */
function betaI(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaI(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 2000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return front * h
}

/** Upper quantile of Student's t, `p` above 0.5. */
export function studentQuantile(p: number, df: number): number {
  return invert((t) => 1 - betaI(df / (df + t * t), df / 2, 0.5) / 2, p, 0, 10)
}

/**
 * P(Z > z) of a standard normal, with 7 correct digits far into the tail.
 * @source Press et al., Numerical Recipes, erfcc
 */
export function normalUpper(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const c = [
    1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ]
  const series = c.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  const tail = (t * Math.exp(-x * x - 1.26551223 + t * series)) / 2
  return z < 0 ? 1 - tail : tail
}

/** P(T > t) of Student's t, t ≥ 0; beyond 10,000 degrees of freedom that of a normal. */
export function studentUpper(t: number, df: number): number {
  return df > 10_000 ? normalUpper(t) : betaI(df / (df + t * t), df / 2, 0.5) / 2
}

/** P(X ≥ k) of k events among n with chance p each. */
export function binomialUpper(k: number, n: number, p: number): number {
  return k <= 0 ? 1 : betaI(p, k, n - k + 1)
}

/** Continuous (linearly interpolated) quantile of values; the definition that the marts use. Null without values. */
export function quantileOf(values: number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] as number
  const high = sorted[Math.ceil(at)] as number
  return low + (high - low) * (at - Math.floor(at))
}

/** The same of values that stand `n` times each, in rising order. */
export function quantileOfCounts(counts: readonly { value: number; n: number }[], share: number): number | null {
  const total = counts.reduce((sum, { n }) => sum + n, 0)
  if (total === 0) return null
  const place = (total - 1) * share
  let [before, lower] = [0, counts[0]!.value]
  for (const { value, n } of counts) {
    // Between the last of the value before and the first of this one.
    if (place < before) return lower + (value - lower) * (place - (before - 1))
    before += n
    lower = value
    if (place <= before - 1) return value
  }
  return lower
}

/** Standard errors to either side of a 95 % interval with `df` degrees of freedom. */
export const t95 = (df: number) => (df > 10_000 ? Z_95 : studentQuantile(0.975, df))
