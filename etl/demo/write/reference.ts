import { CONTRAST_LINES, PROCEDURES } from '../catalogue/procedures.ts'
import { FINDINGS } from '../catalogue/findings.ts'
import { catalogueOf, domainOf, OPERATING_POINT } from '../catalogue/ai-products.ts'
import { isoDay } from '../clock.ts'
import { calendarRows } from '../network/hours.ts'
import { period, type DemoOptions } from '../options.ts'
import type { Protocol } from '../protocols/rules.ts'
import type { Center } from '../types.ts'
import { csv } from './csv.ts'
import { budgetFile, interventionsFile, targetsFile } from './plans.ts'
import { aliasRows } from './step-names.ts'

/** Contents of all reference files by name. */
export function referenceFiles(
  centers: readonly Center[],
  book: readonly Protocol[],
  options: DemoOptions,
): Map<string, string> {
  const { first, last } = period(options)
  const scanners = centers.flatMap((c) => c.scanners)
  return new Map([
    ['centers.csv', centersFile(centers)],
    [
      'scanners.csv',
      csv(
        'scanner_id,center_code,modality,manufacturer,model,field_strength_t,slices,installed_on,retired_on,staffed_hours',
        scanners.map((s) => [
          s.scannerId,
          s.centerCode,
          s.modality,
          s.manufacturer,
          s.model,
          s.fieldStrengthT,
          s.slices,
          s.installedOn,
          null,
          s.staffedHours,
        ]),
      ),
    ],
    [
      'findings.csv',
      csv(
        'finding_code,name_en,name_zh,modality,body_part',
        FINDINGS.map((f) => [f.code, f.nameEn, f.nameZh, f.modality, f.bodyPart]),
      ),
    ],
    ['ai_products.csv', productsFile(options)],
    ['procedures.csv', proceduresFile()],
    ['protocols.json', `${JSON.stringify(book, null, 1)}\n`],
    // By this file the loader knows that the data is made up, and every page says so.
    ['demo.json', `${JSON.stringify({ demo: true, ...demoArguments(options) })}\n`],
    ['step_aliases.csv', csv('center_code,alias,step', aliasRows(centers, book))],
    [
      'calendar.csv',
      csv(
        'center_code,scanner_id,date,hours',
        calendarRows(centers, first, last + 30).map((r) => [r.centerCode, r.scannerId, r.date, r.hours]),
      ),
    ],
    [
      'staffing.csv',
      csv(
        'scanner_id,effective_from,staffed_hours',
        scanners.flatMap((s) =>
          s.staffingChange ? [[s.scannerId, isoDay(s.staffingChange.from), s.staffingChange.staffedHours]] : [],
        ),
      ),
    ],
    [
      'partner_terms.csv',
      csv(
        'center_code,effective_from,partner_share',
        centers.flatMap((c) =>
          c.termsChange ? [[c.code, isoDay(c.termsChange.from), c.termsChange.partnerShare]] : [],
        ),
      ),
    ],
    ['targets.csv', targetsFile()],
    ['budget.csv', budgetFile(centers, options)],
    ['interventions.csv', interventionsFile(centers, options)],
  ])
}

function centersFile(centers: readonly Center[]): string {
  const header =
    'center_code,name_en,name_zh,province,city,longitude,latitude,ownership,partner_share,time_zone,opened_on,closed_on'
  return csv(
    header,
    centers.map((c) => [
      c.code,
      c.nameEn,
      c.nameZh,
      c.province,
      c.city,
      c.longitude,
      c.latitude,
      c.ownership,
      c.partnerShare,
      c.timeZone,
      c.openedOn,
      null,
    ]),
  )
}

/** Products came one after the other, a week apart, the first a year and a half before the demo begins. */
function productsFile(options: DemoOptions): string {
  const { first } = period(options)
  return csv(
    'product_code,name_en,name_zh,vendor,modality,findings,fee_per_exam,revenue_per_exam,domain,live_from,threshold',
    catalogueOf(options.centers).map((p, i) => [
      p.code,
      p.nameEn,
      p.nameZh,
      p.vendor,
      p.modality,
      p.findings.join(';'),
      p.feePerExamCny,
      p.revenuePerExamCny,
      domainOf(p),
      isoDay(first - 550 + 7 * i),
      OPERATING_POINT,
    ]),
  )
}

function proceduresFile(): string {
  return csv('procedure_code,name_en,name_zh,modality,list_price,contrast', [
    ...PROCEDURES.map((p) => [p.code, p.nameEn, p.nameZh, p.modality, p.listPriceCny, 'N']),
    ...Object.values(CONTRAST_LINES).map((l) => [l.code, l.nameEn, l.nameZh, null, l.listPriceCny, 'Y']),
  ])
}

function demoArguments({ centers, days, seed }: DemoOptions) {
  return { centers, days, seed }
}
