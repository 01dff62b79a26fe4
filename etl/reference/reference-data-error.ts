import { EtlError } from '../errors.ts'

/** Where in the reference data something is wrong; `line` is the physical line, 1 = first. */
export interface Place {
  file: string
  line?: number
  column?: string
}

/** Reference data that cannot be read or has an invalid row: it stops the run, and the old snapshot stays. */
export class ReferenceDataError extends EtlError {
  readonly file: string
  readonly line: number | null
  readonly column: string | null

  constructor(place: Place, what: string, next = 'Correct the file and run again; the last snapshot stays served.') {
    const where = [`reference/${place.file}`]
    if (place.line !== undefined) where.push(`line ${place.line}`)
    if (place.column !== undefined) where.push(`column ${place.column}`)
    super('etl/reference', `${where.join(', ')}: ${what}. ${next}`, { ...place })
    this.file = place.file
    this.line = place.line ?? null
    this.column = place.column ?? null
  }
}
