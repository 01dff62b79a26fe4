import { pick, type Panel } from '../panel/panel.ts'
import type { ParametersPage } from './parameters-types.ts'

const values: Panel<ParametersPage> = {
  id: 'values',
  from: { q: 'parameters.values' },
  select: `SELECT scanner_id, center_code, max(version) AS protocol_version, CAST(sum(exams) AS BIGINT) AS exams,
      CAST(sum(deviating) AS BIGINT) AS deviating
    FROM q GROUP BY scanner_id, center_code ORDER BY deviating DESC, scanner_id`,
  shows: (page) =>
    page.strips.map((strip) => pick(strip, ['scanner_id', 'center_code', 'protocol_version', 'exams', 'deviating'])),
  exact: true,
}

const WEEK = ['week', 'exams', 'deviating', 'median', 'p10', 'p90'] as const

const weeks: Panel<ParametersPage> = {
  id: 'weeks',
  from: { q: 'parameters.weeks' },
  select: `SELECT ${WEEK.join(', ')} FROM q ORDER BY week`,
  shows: (page) => page.weeks.map((week) => pick(week, WEEK)),
  exact: true,
}

const PARETO = [
  'protocol_code',
  'step',
  'parameter',
  'kind',
  'severity',
  'exams',
  'centers',
  'cumulative_share',
] as const

const pareto: Panel<ParametersPage> = {
  id: 'pareto',
  from: { q: 'parameters.pareto' },
  select: `SELECT ${PARETO.join(', ')} FROM q ORDER BY cumulative_share`,
  shows: (page) => page.pareto.map((row) => pick(row, PARETO)),
  exact: true,
}

const TAG = ['center_code', 'scanner_id', 'tag', 'exams', 'n'] as const

const missingTags: Panel<ParametersPage> = {
  id: 'missing_tags',
  from: { q: 'parameters.missing_tags' },
  select: `SELECT ${TAG.join(', ')} FROM q ORDER BY exams DESC, scanner_id, tag`,
  shows: (page) => page.missing_tags.map((cell) => pick(cell, TAG)),
  exact: true,
}

const CENTER = ['center_code', 'assessable', 'before', 'after', 'changed'] as const

const whatIf: Panel<ParametersPage> = {
  id: 'what_if',
  from: { q: 'parameters.what_if' },
  select: `SELECT center_code, assessable, "before", "after", changed FROM q ORDER BY changed DESC, center_code`,
  shows: (page) => page.what_if?.centers.map((row) => pick(row, CENTER)) ?? [],
  exact: true,
}

/** The median stands in the middle of the list of quantiles that the interval is read off. */
const isSame = (a: string, b: string) =>
  `${a}.protocol_code = ${b}.protocol_code AND ${a}.manufacturer IS NOT DISTINCT FROM ${b}.manufacturer
    AND ${a}.model IS NOT DISTINCT FROM ${b}.model`

const costs: Panel<ParametersPage> = {
  id: 'costs',
  from: { q: 'parameters.cost', r: 'parameters.repeated' },
  select: `SELECT d.protocol_code, d.manufacturer, d.model, d.exams AS deviating, c.exams AS compliant, d.repeats,
      c.repeats AS compliant_repeats, d.minutes AS deviating_quantiles, c.minutes AS compliant_quantiles,
      coalesce(a.repeated, 0) AS repeated, coalesce(b.repeated, 0) AS compliant_repeated,
      coalesce(a.minutes, 0) - d.exams * coalesce(b.minutes, 0) / c.exams AS repeat_minutes
    FROM q AS d JOIN q AS c ON c.compliant AND ${isSame('c', 'd')}
    LEFT JOIN r AS a ON NOT a.compliant AND ${isSame('a', 'd')} LEFT JOIN r AS b ON b.compliant AND ${isSame('b', 'd')}
    WHERE NOT d.compliant ORDER BY d.protocol_code, d.manufacturer, d.model`,
  shows: (page) =>
    page.costs.map((row) =>
      pick(row, [
        ...([
          'protocol_code',
          'manufacturer',
          'model',
          'deviating',
          'compliant',
          'repeats',
          'compliant_repeats',
        ] as const),
        ...(['repeated', 'compliant_repeated', 'repeat_minutes'] as const),
      ]),
    ),
}

/** What a staffed minute costs on the scanners of each class. */
const prices: Panel<ParametersPage> = {
  id: 'prices',
  from: { q: 'parameters.prices' },
  select:
    'SELECT protocol_code, manufacturer, model, cny_per_minute FROM q ORDER BY protocol_code, manufacturer, model',
  shows: (page) =>
    page.costs.flatMap(({ cny, minutes, repeat_minutes, ...row }) => {
      const taken = minutes + repeat_minutes
      if (cny === null || taken === 0) return []
      return [{ ...pick(row, ['protocol_code', 'manufacturer', 'model']), cny_per_minute: cny / taken }]
    }),
}

export const parametersPanels: Panel<ParametersPage>[] = [values, weeks, pareto, missingTags, costs, prices, whatIf]
