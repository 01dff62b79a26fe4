import type { WarehouseReader } from '../db/snapshot.ts'
import { noSnapshot } from '../page/answer.ts'
import type { Names, NoSnapshot } from '../page/page-types.ts'
import type { Filter } from '../filter/filter.ts'
import { resolveFilter } from '../filter/resolve.ts'
import type { ComplianceExamPage, DeviatingExamQuery, DeviationKind, Severity } from './compliance-types.ts'
import { examNeighbours } from './exam-neighbours.ts'
import { examFacts, type ExamFacts } from './exam-facts.ts'
import { doseOf, examSteps } from './exam-steps.ts'

const names = (row: { name_en: string | null; name_zh: string | null } | undefined, code: string): Names => ({
  name_en: row?.name_en ?? code,
  name_zh: row?.name_zh ?? row?.name_en ?? code,
})

function pageOf(
  facts: ExamFacts,
  center_code: string,
  accession_no: string,
  snapshot_id: string,
): Omit<ComplianceExamPage, 'neighbours'> {
  const { exam, judgement } = facts
  const protocol = facts.protocols.find((p) => p.version === judgement.protocol_version) ?? facts.protocols[0]
  const scanner = facts.scanners.find((s) => s.scanner_id === exam.scanner_id)
  return {
    snapshot_id,
    missing: [],
    center_code,
    center: names(exam, center_code),
    accession_no,
    day: judgement.day ?? '',
    modality: exam.modality ?? '',
    body_part: exam.body_part,
    scanner_id: exam.scanner_id,
    manufacturer: scanner?.manufacturer ?? null,
    model: scanner?.model ?? null,
    protocol_code: judgement.protocol_code ?? '',
    protocol: protocol ? names(protocol, judgement.protocol_code ?? '') : null,
    protocol_version: judgement.protocol_version,
    time_zone: exam.time_zone ?? 'Asia/Shanghai',
    started_at: exam.started_at,
    completed_at: exam.completed_at,
    assessable: judgement.assessable ?? false,
    compliant: judgement.compliant,
    reason: judgement.reason,
    steps_in_order: judgement.steps_in_order,
    dose_over_reference: judgement.dose_over_reference,
    dose: {
      ...doseOf(facts),
      dlp_reference: protocol?.dlp_reference ?? null,
      ctdi_vol_reference: protocol?.ctdi_vol_reference ?? null,
    },
    steps: examSteps(facts),
    deviations: facts.deviations.map((d) => ({
      ...d,
      kind: d.kind as DeviationKind,
      severity: d.severity as Severity | null,
    })),
    source: exam.source_path ? { path: exam.source_path, line: exam.source_line ?? 0 } : null,
  }
}

/** The list of deviating exams that a reader comes from. */
export interface ExamList {
  filter: Filter
  query: DeviatingExamQuery
}

/**
 * One exam against its protocol: every step and parameter, expected against observed.
 * `undefined` when no such exam was performed under a protocol.
 */
export async function complianceExamPage(
  reader: WarehouseReader,
  center_code: string,
  accession_no: string,
  list: ExamList | null = null,
): Promise<ComplianceExamPage | NoSnapshot | undefined> {
  const question = `compliance-exam ${JSON.stringify([center_code, accession_no, list])}`
  const found = await reader.read(question, async (db, { snapshot_id, published_at }) => {
    const facts = await examFacts(db, center_code, accession_no)
    if (!facts) return { page: undefined }
    const page = pageOf(facts, center_code, accession_no, snapshot_id)
    const filters = list && (await resolveFilter(db, list.filter, published_at))
    const neighbours = filters && (await examNeighbours(db, filters, list.query, page))
    return { page: { ...page, neighbours } }
  })
  return found ? found.page : noSnapshot()
}
