import type { Panel } from '../panel/panel.ts'
import { CHANGE, CHARTED } from './change.ts'
import type { ChangePage } from './change-types.ts'

const COLUMNS = CHARTED.map(({ id }) => `${id}, ${id}_numerator, ${id}_n`).join(', ')

/** The points of all charts, those of the baseline too. */
const change: Panel<ChangePage> = {
  id: 'change',
  from: { q: CHANGE },
  select: `SELECT modality, start, is_current, ${COLUMNS} FROM q ORDER BY modality, start, is_current`,
  shows: (page) =>
    page.modalities.flatMap(({ modality, figures }) =>
      figures.flatMap(({ metric, chart }) =>
        chart.points
          .filter(({ n }) => n > 0)
          .map(({ from, value, numerator, n }) => ({
            ...{ modality, start: from, is_current: true },
            ...{ [metric]: value, [`${metric}_numerator`]: numerator, [`${metric}_n`]: n },
          })),
      ),
    ),
}

export const changePanels: Panel<ChangePage>[] = [change]
