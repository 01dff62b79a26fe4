import type { CheckFinding, DataPage, FreshnessCell, FreshnessCenter } from '#queries/data/data-types.ts'
import type { Operation } from '../operation.ts'
import { fold, type Folded } from '../served/fold.ts'

/** Centers of one state; a center's row is long. */
const MOST_CENTERS = 30

const STATES = ['silent', 'never', 'late', 'fresh'] as const

/** Centers by feeds, grouped by their worst state. */
export interface MatrixModel {
  /** What was searched. */
  wanted: string
  found: number
  groups: { state: FreshnessCell['state']; centers: Folded<FreshnessCenter> }[]
}

export interface DataModel extends Omit<DataPage, 'matrix' | 'check_findings' | 'freshness'> {
  matrix: MatrixModel
  check_findings: Folded<CheckFinding>
  operation: Operation
}

function matrixOf(centers: FreshnessCenter[], search: URLSearchParams): MatrixModel {
  const wanted = (search.get('find_center') ?? '').trim().toLowerCase()
  const found = centers.filter((c) => `${c.center_code} ${c.name_en} ${c.name_zh}`.toLowerCase().includes(wanted))
  const groups = STATES.map((state) => {
    return {
      state,
      centers: fold(
        found.filter((center) => center.state === state),
        { most: MOST_CENTERS },
      ),
    }
  })
  return { wanted, found: found.length, groups: groups.filter(({ centers }) => centers.total > 0) }
}

/** The data page as it is shown at an address. */
export function foldData(answer: DataPage & { operation: Operation }, search: URLSearchParams): DataModel {
  // Rows of single centers and feeds are in the twin; the page shows them as the matrix.
  const { freshness: _, matrix, check_findings, ...rest } = answer
  return { ...rest, matrix: matrixOf(matrix, search), check_findings: fold(check_findings) }
}
