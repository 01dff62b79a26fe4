import { readFileSync } from 'node:fs'

/** The bytes of a file: the only place that reads landed ones whole, so that a test can stand in for a failing disk. */
export function readBytes(absolute: string): Buffer {
  return readFileSync(absolute)
}
