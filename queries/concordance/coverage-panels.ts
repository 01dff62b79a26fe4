import { pick, type Panel } from '../panel/panel.ts'
import { bodyPartRows, COVERAGE_COUNTS as COUNTS } from './body-parts.ts'
import type { CoveragePage } from './coverage-types.ts'

const SHOWN = `reported, could, flagged, reported - greatest(catalogued, could) AS no_product,
  greatest(catalogued, could) - could AS not_live, could - covered AS no_result, covered - flagged AS not_flagged`

const findings: Panel<CoveragePage> = {
  id: 'findings',
  from: { q: 'coverage.findings' },
  select: `SELECT modality, body_part, finding_code, ${SHOWN}, reported - flagged AS gap FROM q
    ORDER BY gap DESC, modality, finding_code`,
  shows: (page) => page.rows.map((row) => pick(row, ['modality', 'body_part', 'finding_code', ...COUNTS, 'gap'])),
  exact: true,
}

const sum = COUNTS.map((name) => `CAST(sum(${name}) AS BIGINT) AS ${name}`).join(', ')

const bodyParts: Panel<CoveragePage> = {
  id: 'body_parts',
  from: { q: 'coverage.findings' },
  select: `SELECT modality, body_part, ${sum} FROM (SELECT modality, body_part, ${SHOWN} FROM q)
    GROUP BY modality, body_part ORDER BY sum(reported) - sum(flagged) DESC, modality, body_part`,
  shows: (page) => bodyPartRows(page).map((row) => pick(row, ['modality', 'body_part', ...COUNTS])),
  exact: true,
}

const exams: Panel<CoveragePage> = {
  id: 'exams',
  from: { q: 'coverage.exams' },
  select: 'SELECT *, CASE WHEN exams >= 10 THEN all_flagged / exams END AS share FROM q ORDER BY modality',
  shows: (page) => page.exams.map((row) => pick(row, ['modality', 'exams', 'all_flagged', 'some_flagged', 'share'])),
  exact: true,
}

export const coveragePanels: Panel<CoveragePage>[] = [bodyParts, exams, findings]
