import type { CoveragePage } from './coverage-types.ts'

export const COVERAGE_COUNTS = [
  ...(['reported', 'could', 'flagged', 'no_product', 'not_live', 'no_result', 'not_flagged'] as const),
]

export type BodyPart = Pick<CoveragePage['rows'][number], 'modality' | 'body_part' | (typeof COVERAGE_COUNTS)[number]>

/** Reported findings by modality and body part, the greatest gap first. */
export function bodyPartRows({ rows }: Pick<CoveragePage, 'rows'>): BodyPart[] {
  const sums = new Map<string, BodyPart>()
  for (const row of rows) {
    const key = JSON.stringify([row.modality, row.body_part])
    const known = sums.get(key)
    const added = Object.fromEntries(COVERAGE_COUNTS.map((name) => [name, (known?.[name] ?? 0) + row[name]]))
    sums.set(key, { modality: row.modality, body_part: row.body_part, ...added } as BodyPart)
  }
  return [...sums.values()].sort((a, b) => b.reported - b.flagged - (a.reported - a.flagged))
}
