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
const costs: Panel<ParametersPage> = {
  id: 'costs',
  from: { q: 'parameters.cost' },
  select: `SELECT d.protocol_code, d.manufacturer, d.model, d.exams AS deviating, c.exams AS compliant, d.repeats,
      c.repeats AS compliant_repeats, d.minutes AS deviating_quantiles, c.minutes AS compliant_quantiles
    FROM q AS d JOIN q AS c ON c.compliant AND c.protocol_code = d.protocol_code
      AND c.manufacturer IS NOT DISTINCT FROM d.manufacturer AND c.model IS NOT DISTINCT FROM d.model
    WHERE NOT d.compliant ORDER BY d.protocol_code, d.manufacturer, d.model`,
  shows: (page) =>
    page.costs.map((row) =>
      pick(row, ['protocol_code', 'manufacturer', 'model', 'deviating', 'compliant', 'repeats', 'compliant_repeats']),
    ),
}

/** What a staffed minute costs on the scanners of each class. */
const prices: Panel<ParametersPage> = {
  id: 'prices',
  from: { q: 'parameters.prices' },
  select:
    'SELECT protocol_code, manufacturer, model, cny_per_minute FROM q ORDER BY protocol_code, manufacturer, model',
  shows: (page) =>
    page.costs.flatMap(({ cny, minutes, ...row }) =>
      cny === null || minutes === 0
        ? []
        : [{ ...pick(row, ['protocol_code', 'manufacturer', 'model']), cny_per_minute: cny / minutes }],
    ),
}

export const parametersPanels: Panel<ParametersPage>[] = [values, weeks, pareto, missingTags, costs, prices, whatIf]
