import { pick, type Panel } from '../panel/panel.ts'
import type { CapacityPage } from './capacity-types.ts'

const COSTS = ['fixed_cost', 'used_cost', 'down_cost', 'unused_cost'] as const
const SUMS = COSTS.map((name) => `sum(${name}) AS ${name}`).join(', ')
const KNOWN = COSTS.map((name) => `${name} IS NOT NULL`).join(' AND ')

const BREAK_EVEN = [
  ...(['months', 'staffed_days', 'exams', 'contribution', 'contribution_per_exam', 'break_even_exams'] as const),
  ...(['exams_per_day', 'exams_beyond_per_day', 'one_more_exam', 'why_not'] as const),
] as const

/** By modality, and all together without one, of the scanners whose hours are known. */
const classes: Panel<CapacityPage> = {
  id: 'classes',
  from: { q: 'profitability.capacity_scanners' },
  select: `SELECT modality, count(*) AS scanners, ${SUMS} FROM q WHERE ${KNOWN} GROUP BY modality
    UNION ALL SELECT NULL AS modality, count(*) AS scanners, ${SUMS} FROM q WHERE ${KNOWN} ORDER BY modality NULLS FIRST`,
  shows: (page) => [
    { modality: null, ...pick(page.together, ['scanners', ...COSTS]) },
    ...page.modalities.map((row) => pick(row, ['modality', 'scanners', ...COSTS])),
  ],
  exact: true,
}

const CENTER = ['center_code', ...COSTS, ...BREAK_EVEN] as const

const centers: Panel<CapacityPage> = {
  id: 'centers',
  from: { q: 'profitability.capacity_centers' },
  select: `SELECT ${CENTER.join(', ')} FROM q ORDER BY exams_beyond_per_day NULLS LAST, center_code`,
  shows: (page) => page.centers.map((row) => pick(row, CENTER)),
  exact: true,
}

const SCANNER = [
  ...(['scanner_id', 'center_code', 'modality', 'staffed_minutes', 'used_minutes'] as const),
  ...(['cost_per_exam', 'used_cost_per_exam'] as const),
  ...[...COSTS, ...BREAK_EVEN],
] as const

const scanners: Panel<CapacityPage> = {
  id: 'scanners',
  from: { q: 'profitability.capacity_scanners' },
  select: `SELECT ${SCANNER.join(', ')} FROM q ORDER BY scanner_id`,
  shows: (page) => page.scanners.map((row) => pick(row, SCANNER)),
  exact: true,
}

export const capacityPanels: Panel<CapacityPage>[] = [classes, centers, scanners]
