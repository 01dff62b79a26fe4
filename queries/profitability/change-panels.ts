import { pick, type Panel } from '../panel/panel.ts'
import { EFFECTS, type ChangePage } from './change-types.ts'

const CHANGE = { q: 'profitability.change' }
const AMOUNTS = ['before', 'after', 'change', ...EFFECTS] as const
const STEPS = ['before', ...EFFECTS, 'after']

const why: Panel<ChangePage> = {
  id: 'why',
  from: CHANGE,
  select:
    STEPS.map(
      (step, place) =>
        `SELECT ${place + 1} AS place, '${step}' AS step, ${step} AS amount FROM q WHERE center_code IS NULL AND change IS NOT NULL`,
    ).join(' UNION ALL ') + ' ORDER BY place',
  shows: (page) => page.bars.map((bar) => pick(bar, ['step', 'amount'])),
  exact: true,
}

const centers: Panel<ChangePage> = {
  id: 'centers',
  from: CHANGE,
  select: `SELECT center_code, ${AMOUNTS.join(', ')} FROM q WHERE center_code IS NOT NULL
    ORDER BY abs(change) DESC, center_code`,
  shows: (page) => page.centers.map((row) => pick(row, ['center_code', ...AMOUNTS])),
  exact: true,
}

const SIDES = [
  ...['lines_before', 'lines_after', 'paid_before', 'paid_after'],
  ...['denied_share_before', 'denied_share_after'],
] as ('lines_before' | 'lines_after' | 'paid_before' | 'paid_after' | 'denied_share_before' | 'denied_share_after')[]

const modalities: Panel<ChangePage> = {
  id: 'modalities',
  from: { q: 'profitability.change_moved' },
  select: `SELECT modality, exams_before, exams_after, ${SIDES.join(', ')} FROM q WHERE modality IS NOT NULL ORDER BY modality`,
  shows: (page) => page.modalities.map((row) => pick(row, ['modality', 'exams_before', 'exams_after', ...SIDES])),
  exact: true,
}

const payers: Panel<ChangePage> = {
  id: 'payers',
  from: { q: 'profitability.change_moved' },
  select: `SELECT payer_class, ${SIDES.join(', ')} FROM q WHERE payer_class IS NOT NULL ORDER BY payer_class`,
  shows: (page) => page.payers.map((row) => pick(row, ['payer_class', ...SIDES])),
  exact: true,
}

export const changePanels: Panel<ChangePage>[] = [why, centers, modalities, payers]
