import { Random } from '#etl/demo/random.ts'

/** Seeded draws from the distributions that counts, rates and minutes of centers follow. */
export class Draws extends Random {
  /** Marsaglia and Tsang; shapes below 1 by the usual boost. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.float()) ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = this.normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(1 - this.float()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a)
    return x / (x + this.gamma(b))
  }

  /** Exact: halves n by the median of a uniform sample until few enough are left to count. */
  binomial(n: number, p: number): number {
    let [left, chance, k] = [n, p, 0]
    while (left > 30) {
      const middle = Math.floor(left / 2) + 1
      const x = this.beta(middle, left + 1 - middle)
      if (x <= chance) {
        k += middle
        left -= middle
        chance = (chance - x) / (1 - x)
      } else {
        left = middle - 1
        chance /= x
      }
    }
    for (; left > 0; left--) if (this.float() < chance) k++
    return k
  }
}

export const logit = (p: number) => Math.log(p / (1 - p))
export const expit = (x: number) => 1 / (1 + Math.exp(-x))
