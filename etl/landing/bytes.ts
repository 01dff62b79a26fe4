import { readFileSync } from 'node:fs'
import { openable } from './raw-names.ts'

/** The bytes of a file: the only place that reads landed ones whole, so that a test can stand in for a failing disk. */
export function readBytes(absolute: string): Buffer {
  return readFileSync(openable(absolute))
}
