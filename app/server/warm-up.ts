import type { SnapshotReader } from '#queries/db/snapshots.ts'
import { ROLES } from '../access.ts'
import { askPage, rightsOf } from './pages.ts'

/** The pages that people land on, asked once before anybody does: the first answers of a process take several times as long as later ones. */
export async function warmUp(reader: SnapshotReader, report: (fault: unknown) => void): Promise<void> {
  const rights = [...new Map(ROLES.map(rightsOf).map((of) => [JSON.stringify(of), of])).values()]
  const question = { params: {}, search: new URLSearchParams() }
  for (const page of ['overview', 'throughput', 'compliance', 'concordance'] as const)
    for (const of of rights) await askPage(reader, page, question, of).catch(report)
}
