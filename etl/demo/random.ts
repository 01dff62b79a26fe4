/**
 * Seeded pseudo-random numbers (sfc32). A stream is named by its parts, for example seed, center and day, so that what
 * one day draws does not depend on how many numbers another day has used, nor on the order in which days are made.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private d = 1
  private spare: number | null = null

  constructor(...parts: (string | number)[]) {
    const name = parts.join('|')
    this.a = hash(name, 0x9e3779b9)
    this.b = hash(name, 0x85ebca6b)
    this.c = hash(name, 0xc2b2ae35)
    for (let i = 0; i < 12; i++) this.float()
  }

  /** 0 ≤ x < 1. */
  float(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t
    this.c |= 0
    return (t >>> 0) / 4294967296
  }

  /** Integer in [from, to], both included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.float() * (to - from + 1))
  }

  between(from: number, to: number): number {
    return from + this.float() * (to - from)
  }

  chance(probability: number): boolean {
    return this.float() < probability
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare
      this.spare = null
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()))
    const angle = 2 * Math.PI * this.float()
    this.spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  poisson(mean: number): number {
    if (mean <= 0) return 0
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = this.float(); product > limit; product *= this.float()) count++
    return count
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.float() * items.length)]!
  }

  /** One item, with the probability that its weight has among all. */
  weighted<T>(items: Weighted<T>): T {
    const point = this.float() * items.total
    const { upTo } = items
    let i = 0
    while (i < upTo.length - 1 && upTo[i]! <= point) i++
    return items.items[i]!
  }
}

export interface Weighted<T> {
  items: readonly T[]
  /** Running sums of the weights. */
  upTo: readonly number[]
  total: number
}

export function weighted<T>(items: readonly T[], weightOf: (item: T) => number): Weighted<T> {
  let total = 0
  const upTo = items.map((item) => (total += weightOf(item)))
  return { items, upTo, total }
}

/** FNV-1a with a final mix, so that names that differ in one digit give unrelated streams. */
function hash(text: string, basis: number): number {
  let h = basis
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}
