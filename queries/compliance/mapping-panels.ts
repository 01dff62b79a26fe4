import { pick, type Panel } from '../panel/panel.ts'
import type { MappingPage } from './mapping-types.ts'

const NAME = ['kind', 'center_code', 'name', 'exams', 'first_day', 'gain', 'suggestion'] as const

const names: Panel<MappingPage> = {
  id: 'names',
  from: { q: 'mapping.names' },
  select: `SELECT ${NAME.join(', ')} FROM q ORDER BY gain DESC, exams DESC, kind, center_code, name`,
  shows: (page) => page.names.map((row) => pick(row, NAME)),
  exact: true,
}

export const mappingPanels: Panel<MappingPage>[] = [names]
