import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether the demo generator made this landing folder: it leaves a file beside its reference data. */
export const isDemo = (controlDir: string) => existsSync(join(controlDir, 'reference/demo.json'))
