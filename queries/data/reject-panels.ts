import type { RejectGroup } from './data-types.ts'
import { pick, type Panel } from '../panel/panel.ts'

/** Rejected rows by feed, reason, center and column. */
export function rejectGroupsPanel<Page>(id: string, rows: (page: Page) => RejectGroup[]): Panel<Page> {
  return {
    id,
    from: { q: 'data.reject_groups' },
    select: 'SELECT * FROM q ORDER BY rows DESC, feed, reason',
    shows: (page) =>
      rows(page).map((row) => pick(row, ['feed', 'reason', 'center_code', 'column_name', 'rows', 'files'])),
    exact: true,
  }
}
