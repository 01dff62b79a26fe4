import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { jsonErrorLine, lineOfPath } from '../reference/json-lines.ts'
import { ReferenceDataError } from '../reference/index.ts'
import { literal } from '../sql-text.ts'
import type { Check, Setting, Severity } from './check.ts'

/** Beside the reference data, since the network keeps it: `LANDING_DIR/reference/checks.json`. */
const FILE = 'checks.json'

interface Local {
  enabled: boolean
  thresholds: Record<string, number>
}

/** How one check is to run. */
export interface CheckSettings extends Local {
  severity: Severity
  centers: Record<string, Local>
}

export type Settings = Map<string, CheckSettings>

/** The defaults in code, with what `reference/checks.json` says on top. A file that is not there changes nothing. */
export async function readSettings(controlDir: string, checks: Check[]): Promise<Settings> {
  const text = await readFile(join(controlDir, 'reference', FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw new ReferenceDataError({ file: FILE }, `the file cannot be read (${error.code ?? error.message})`)
  })
  return parseSettings(text ?? '{}', checks)
}

/** @throws ReferenceDataError that names the line and key of what is wrong. */
export function parseSettings(text: string, checks: Check[]): Settings {
  const json = text.replace(/^\uFEFF/, '')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new ReferenceDataError({ file: FILE, line: jsonErrorLine(json) }, 'not JSON')
  }
  const parsed = schemaOf(checks).safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])]
    throw new ReferenceDataError(
      { file: FILE, line: lineOfPath(json, path) },
      `${path.join('.')}: ${what(issue, checks)}`,
    )
  }
  const given = parsed.data as Partial<Record<string, Given>>
  return new Map(checks.map((check) => [check.id, merged(check, given[check.id])]))
}

/** SQL of a check's thresholds; a center's own number stands before the network's. */
export function settingOf(settings: CheckSettings): Setting {
  return (name, column = 'center_code') => {
    const value = settings.thresholds[name]
    if (value === undefined) throw new Error(`the check has no threshold ${name}`)
    const own = Object.entries(settings.centers).filter(([, local]) => local.thresholds[name] !== value)
    if (own.length === 0) return number(value)
    const cases = own.map(([code, local]) => `WHEN ${literal(code)} THEN ${number(local.thresholds[name]!)}`)
    return `(CASE ${column} ${cases.join(' ')} ELSE ${number(value)} END)`
  }
}

/** A DOUBLE, so that no scale of a decimal literal cuts what is compared with it. */
const number = (value: number) => `${value}::DOUBLE`

type GivenLocal = { enabled?: boolean } & Record<string, unknown>
type Given = GivenLocal & { severity?: Severity; centers?: Record<string, GivenLocal> }

function merged(check: Check, given: Given = {}): CheckSettings {
  const local = (from: GivenLocal, base: Local): Local => ({
    enabled: from.enabled ?? base.enabled,
    thresholds: Object.fromEntries(
      Object.entries(base.thresholds).map(([name, value]) => [name, (from[name] as number | undefined) ?? value]),
    ),
  })
  const whole = local(given, { enabled: true, thresholds: check.thresholds })
  const centers = Object.entries(given.centers ?? {}).map(([code, own]) => [code, local(own, whole)] as const)
  return { ...whole, severity: given.severity ?? check.severity, centers: Object.fromEntries(centers) }
}

function schemaOf(checks: Check[]) {
  const one = (check: Check) => {
    const names = Object.keys(check.thresholds)
    const local = {
      enabled: z.boolean().optional(),
      ...Object.fromEntries(names.map((name) => [name, z.number().finite().min(0).optional()])),
    }
    return z.strictObject({
      ...local,
      severity: z.enum(['block', 'warn']).optional(),
      centers: z.record(z.string(), z.strictObject(local)).optional(),
    })
  }
  return z.strictObject(Object.fromEntries(checks.map((check) => [check.id, one(check).optional()])))
}

function what(issue: z.core.$ZodIssue, checks: Check[]): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  if (issue.path.length === 0) return `no check has this name. Checks: ${checks.map((c) => c.id).join(', ')}`
  const check = checks.find((c) => c.id === issue.path[0])
  const names = ['enabled', ...Object.keys(check?.thresholds ?? {})]
  return `this check has no such setting. It has ${names.join(', ')}${issue.path.length === 1 ? ', severity, centers' : ''}`
}
