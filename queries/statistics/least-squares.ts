import { t95 } from './distributions.ts'

export interface Line {
  slope: number
  intercept: number
  /** 95 % interval of the slope (t, n − 2). */
  low: number
  high: number
  n: number
}

/** Fewer points than this make no line. */
const FEWEST = 5

/** Straight line through points by least squares; null with fewer than five, or where x does not vary. */
export function leastSquares(points: { x: number; y: number }[]): Line | null {
  const n = points.length
  if (n < FEWEST) return null
  const mean = (of: (p: { x: number; y: number }) => number) => points.reduce((s, p) => s + of(p), 0) / n
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)]
  const sxx = points.reduce((s, { x }) => s + (x - mx) ** 2, 0)
  if (sxx < 1e-12) return null
  const slope = points.reduce((s, { x, y }) => s + (x - mx) * (y - my), 0) / sxx
  const intercept = my - slope * mx
  const residual = points.reduce((s, { x, y }) => s + (y - intercept - slope * x) ** 2, 0)
  const half = t95(n - 2) * Math.sqrt(residual / (n - 2) / sxx)
  return { slope, intercept, low: slope - half, high: slope + half, n }
}
