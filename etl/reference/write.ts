import { insertObjects, type Db } from '../db.ts'
import { referenceTables } from '../schema/main.ts'
import { qualified } from '../schema/table.ts'
import { minutesPerWeek } from './hours.ts'
import type { Protocol, Rule } from './protocols.ts'
import type { Reference } from './types.ts'
import { codes } from './values.ts'

export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

/** Replaces the reference tables of the open warehouse; defaults (time zone, partner share) are applied here. */
export async function writeReference(db: Db, reference: Reference): Promise<void> {
  const content = tableRows(reference)
  for (const table of referenceTables) {
    const types = Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, column.type]))
    await db.run(`DELETE FROM ${qualified(table)}`)
    await insertObjects(db, qualified(table), types, content[table.name] ?? [])
  }
}

function tableRows(reference: Reference): Record<string, object[]> {
  return {
    center: reference.centers.map((row) => ({
      ...row,
      partner_share: row.partner_share ?? 0,
      time_zone: row.time_zone ?? DEFAULT_TIME_ZONE,
    })),
    scanner: reference.scanners.map((row) => ({
      ...row,
      staffed_minutes_per_week: minutesPerWeek(row.staffed_hours),
    })),
    finding: reference.findings,
    ai_product: reference.aiProducts.map((row) => ({ ...row, finding_codes: codes(row.findings ?? '') })),
    procedure: reference.procedures,
    protocol: reference.protocols.map(protocolRow),
    protocol_rule: reference.protocols.flatMap(ruleRows),
    step_alias: reference.stepAliases,
    calendar: reference.calendar,
    staffing: reference.staffing,
    partner_terms: reference.partnerTerms,
    target: reference.targets,
    budget: reference.budget,
    intervention: reference.interventions,
  }
}

function protocolRow({ steps: _steps, ...protocol }: Protocol): object {
  const { CTDIvol, DLP } = protocol.dose_reference
  return { ...protocol, ctdi_vol_reference: CTDIvol ?? null, dlp_reference: DLP ?? null }
}

/** One row per rule; a step without rules keeps one row, so that it can still be missing, out of order or extra. */
function ruleRows(protocol: Protocol): object[] {
  return protocol.steps.flatMap((step, index) => {
    const shared = {
      protocol_code: protocol.protocol_code,
      version: protocol.version,
      step: step.step,
      step_order: step.order ?? index + 1,
      required: step.required,
      step_severity: step.severity,
    }
    const rules = Object.entries(step.parameters).flatMap(([parameter, list]) =>
      list.map((rule, place) => ({ ...shared, parameter, rule_order: place + 1, ...boundsOf(rule) })),
    )
    return rules.length > 0 ? rules : [shared]
  })
}

function boundsOf({ min, max, allowed, ...rule }: Rule): object {
  return {
    ...rule,
    min_value: min,
    max_value: max,
    allowed: allowed && allowed.map(String),
    allowed_numbers: allowed && allowed.filter((value) => typeof value === 'number'),
    allowed_texts: allowed && allowed.filter((value) => typeof value === 'string'),
  }
}
