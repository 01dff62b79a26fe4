import type { UseDefinition } from './ledger-names.ts'

/** What the definitions are told apart by, over the whole selection; minutes. */
export interface DefinitionMinutes {
  acquiring_minutes: number
  on_table_minutes: number
  turnover_minutes: number
  no_show_minutes: number
  idle_minutes: number
  down_minutes: number
  /** Union of exams in staffed hours and outside down time. */
  occupied_in_hours_minutes: number
  /** Union of exams, at any hour. */
  occupied_minutes: number
  off_hours_minutes: number
  /** 24 hours for each scanner and day, less staffed minutes. */
  unstaffed_minutes: number
  /** Slots that were not cancelled. */
  scheduled_minutes: number
}

/** Kinds of minutes of which definitions count different ones. */
export const MINUTE_KINDS = [
  'acquiring',
  'series_without_exam',
  'on_table',
  'exam_while_down',
  'off_hours',
  'slots',
  'turnover',
  'no_show',
  'idle',
  'down',
  'unstaffed',
] as const
export type MinuteKind = (typeof MINUTE_KINDS)[number]

type Side = Partial<Record<MinuteKind, number>>

/** Minutes that a definition counts as use, kind by kind. Exams per hour counts exams: it has none. */
function used(definition: UseDefinition, m: DefinitionMinutes): Side {
  // The ledger's acquiring minutes hold series outside every exam, which the union of exams does not.
  const series_without_exam = m.occupied_in_hours_minutes - m.acquiring_minutes - m.on_table_minutes
  const inHours = { acquiring: m.acquiring_minutes, on_table: m.on_table_minutes, series_without_exam }
  const exam_while_down = m.occupied_minutes - m.occupied_in_hours_minutes - m.off_hours_minutes
  switch (definition) {
    case 'room':
      return inHours
    case 'acquisition':
      return { acquiring: m.acquiring_minutes }
    case 'day':
      return { ...inHours, exam_while_down, off_hours: m.off_hours_minutes }
    case 'slots':
      return { slots: m.scheduled_minutes }
    case 'exams_per_hour':
      return {}
  }
}

/** Minutes that a definition divides by, kind by kind. */
function base(definition: UseDefinition, m: DefinitionMinutes): Side {
  const available = {
    acquiring: m.acquiring_minutes,
    on_table: m.on_table_minutes,
    turnover: m.turnover_minutes,
    no_show: m.no_show_minutes,
    idle: m.idle_minutes,
  }
  if (definition === 'room' || definition === 'acquisition') return available
  const staffed = { ...available, down: m.down_minutes }
  return definition === 'day' ? { ...staffed, unstaffed: m.unstaffed_minutes } : staffed
}

/** A kind of minutes in two definitions; 0 where one does not count it. */
export interface DifferenceRow {
  kind: MinuteKind
  used_minutes: number
  used_minutes_against: number
  base_minutes: number
  base_minutes_against: number
}

/** Why two people quote different figures of the same rooms: the minutes that each counts, kind by kind. */
export function difference(a: UseDefinition, b: UseDefinition, minutes: DefinitionMinutes): DifferenceRow[] {
  const [usedA, usedB, baseA, baseB] = [used(a, minutes), used(b, minutes), base(a, minutes), base(b, minutes)]
  return MINUTE_KINDS.map((kind) => ({
    kind,
    used_minutes: usedA[kind] ?? 0,
    used_minutes_against: usedB[kind] ?? 0,
    base_minutes: baseA[kind] ?? 0,
    base_minutes_against: baseB[kind] ?? 0,
  })).filter(({ kind: _, ...sides }) => Object.values(sides).some((value) => Math.abs(value) > 1e-6))
}
