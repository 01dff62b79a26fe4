/**
 * Sums over the clusters (days, scanner-days) of one stratum: enough for the spread of a ratio between its clusters.
 * From SQL, over one row a cluster with its numerator a and denominator b, clusters without denominator left out:
 * `count(*)`, `sum(a)`, `sum(b)`, `sum(a * a)`, `sum(a * b)`, `sum(b * b)`.
 */
export interface ClusterSums {
  clusters: number
  numerator: number
  denominator: number
  numerator_squares: number
  products: number
  denominator_squares: number
}

export interface ClusteredRatio {
  /** Σ numerators ÷ Σ denominators. */
  value: number
  denominator: number
  /** Variance of `value` from the spread between clusters, within strata. */
  variance: number
  /** Degrees of freedom of that variance: clusters less strata. */
  df: number
}

/** Strata of one cluster say nothing about spread on their own: they are taken together as one. */
function withoutSingles(strata: ClusterSums[]): ClusterSums[] {
  const singles = strata.filter((s) => s.clusters === 1)
  const rest = strata.filter((s) => s.clusters > 1)
  return singles.length === 0 ? rest : [...rest, singles.reduce(add)]
}

function add(a: ClusterSums, b: ClusterSums): ClusterSums {
  return {
    clusters: a.clusters + b.clusters,
    numerator: a.numerator + b.numerator,
    denominator: a.denominator + b.denominator,
    numerator_squares: a.numerator_squares + b.numerator_squares,
    products: a.products + b.products,
    denominator_squares: a.denominator_squares + b.denominator_squares,
  }
}

/** Σ(e − ē)² of what each cluster has beyond its share at the ratio: e = a − ratio × b. */
function residualSquares(s: ClusterSums, ratio: number): number {
  const squares = s.numerator_squares - 2 * ratio * s.products + ratio * ratio * s.denominator_squares
  return Math.max(0, squares - (s.numerator - ratio * s.denominator) ** 2 / s.clusters)
}

/**
 * Ratio of sums with its linearised (delta, near the jackknife's) variance. Strata take out differences that both
 * periods share: weekdays against week-ends, one scanner against another. Null without denominator or with fewer than
 * two clusters.
 * @source Cochran, Sampling Techniques, 3rd edition, 6.4 and 6.11
 */
export function clusteredRatio(strata: ClusterSums[]): ClusteredRatio | null {
  const used = withoutSingles(strata.filter((s) => s.clusters > 0))
  const denominator = used.reduce((sum, s) => sum + s.denominator, 0)
  const df = used.reduce((sum, s) => sum + s.clusters - 1, 0)
  if (denominator <= 0 || df < 1) return null
  const value = used.reduce((sum, s) => sum + s.numerator, 0) / denominator
  const spread = used
    .filter((s) => s.clusters > 1)
    .reduce((sum, s) => sum + (s.clusters / (s.clusters - 1)) * residualSquares(s, value), 0)
  return { value, denominator, variance: spread / denominator ** 2, df }
}

/** The same sums from the clusters themselves. */
export function clusterSums(clusters: { numerator: number; denominator: number }[]): ClusterSums {
  const one = ({ numerator: a, denominator: b }: { numerator: number; denominator: number }): ClusterSums => ({
    clusters: 1,
    numerator: a,
    denominator: b,
    numerator_squares: a * a,
    products: a * b,
    denominator_squares: b * b,
  })
  const none = { ...one({ numerator: 0, denominator: 0 }), clusters: 0 }
  return clusters
    .filter((c) => c.denominator > 0)
    .map(one)
    .reduce(add, none)
}
