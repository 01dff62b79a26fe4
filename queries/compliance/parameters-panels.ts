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

export const parametersPanels: Panel<ParametersPage>[] = [values, weeks, pareto, missingTags, whatIf]
