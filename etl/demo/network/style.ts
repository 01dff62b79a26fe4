import type { ExportStyle } from '../types.ts'

const PLAIN: ExportStyle = {
  time: 'local',
  encoding: 'utf8',
  gzip: false,
  upperCaseHeader: false,
  yenSign: false,
  ownStepNames: false,
}

/** How the first twelve centers differ from plain files; each difference is one that the landing contract allows. */
const STYLES: Record<number, Partial<ExportStyle>> = {
  0: { time: 'offset' },
  1: { encoding: 'gb18030', yenSign: true },
  2: { gzip: true, time: 'offset' },
  4: { encoding: 'utf8-bom-crlf' },
  5: { ownStepNames: true },
  6: { time: 'utc' },
  8: { upperCaseHeader: true },
  10: { time: 'offset' },
}

export function styleOf(index: number): ExportStyle {
  if (index < 12) return { ...PLAIN, ...STYLES[index] }
  if (index % 25 === 1) return { ...PLAIN, encoding: 'gb18030', yenSign: true }
  if (index % 25 === 2) return { ...PLAIN, gzip: true }
  return { ...PLAIN, time: index % 2 ? 'offset' : 'local' }
}
