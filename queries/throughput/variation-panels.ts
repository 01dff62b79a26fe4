import type { Panel } from '../panel/panel.ts'
import { VARIATION, CHARTED } from './variation.ts'
import type { VariationPage } from './variation-types.ts'

const COLUMNS = CHARTED.map(({ id }) => `${id}, ${id}_numerator, ${id}_n`).join(', ')

/** The points of all charts, those of the baseline too. */
const variation: Panel<VariationPage> = {
  id: 'variation',
  from: { q: VARIATION },
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

export const variationPanels: Panel<VariationPage>[] = [variation]
