/** Text in both languages. */
export interface Text {
  en: string
  zh: string
}

export type Unit = 'count' | 'minutes' | 'rate' | 'cny' | 'coefficient' | 'mgy' | 'mgy_cm'

export type MetricPage = 'overview' | 'throughput' | 'compliance' | 'concordance' | 'profitability' | 'center' | 'data'

/** What a figure means. Tiles, tables, CSV headers, tooltips and the methods page read it; nobody retypes it. */
export interface Metric {
  /** The name in warehouse.md where it has one. */
  id: string
  label: Text
  /** One sentence for a tooltip. */
  short: Text
  unit: Unit
  /** What one observation is. */
  grain: Text
  definition: Text
  /** In names of the published tables. */
  formula: string
  /** Tables that it is computed from. */
  source: string[]
  exclusions: Text[]
  /** Which direction is good; null where neither is. */
  better: 'higher' | 'lower' | null
  /** Fewer observations than this show no value but say so. */
  minimumCount: number
  pages: MetricPage[]
}

/** Fills what most metrics share. */
export function defineMetric(metric: Omit<Metric, 'exclusions' | 'minimumCount'> & Partial<Metric>): Metric {
  return { exclusions: [], minimumCount: metric.unit === 'rate' ? 10 : 0, ...metric }
}
