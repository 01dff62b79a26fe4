import { table } from '#tests/bench/report.ts'
import type { Audited, Form } from './audit.ts'

export interface Line extends Audited {
  page: string
  form: Form
}

/** What each page promises. */
export const TARGETS = { desktop: 95, mobile: 85, accessibility: 100, cls: 0.02 } as const

/** What a page falls short in, in words; empty where it keeps its promises. */
export function shortfalls({ page, form, performance, accessibility, cls, faults }: Line): string[] {
  const at = `${page}, ${form}`
  return [
    ...(performance < TARGETS[form] ? [`${at}: performance ${performance} is below ${TARGETS[form]}`] : []),
    ...(accessibility < TARGETS.accessibility ? [`${at}: accessibility ${accessibility} (${faults.join(', ')})`] : []),
    ...(cls > TARGETS.cls ? [`${at}: layout shift ${cls.toFixed(3)} is above ${TARGETS.cls}`] : []),
  ]
}

const HEADINGS = ['page', 'form', 'performance', 'accessibility', 'CLS', 'LCP s', 'TBT ms']
const cells = (line: Line) => [
  line.page,
  line.form,
  String(line.performance),
  String(line.accessibility),
  line.cls.toFixed(3),
  (line.lcp / 1000).toFixed(1),
  line.tbt.toFixed(0),
]

export const asText = (lines: Line[]) => table([HEADINGS, ...lines.map(cells)])

/** The same as a table of a document. */
export const asMarkdown = (lines: Line[]) =>
  [HEADINGS, ['---', '---', ...HEADINGS.slice(2).map(() => '--:')], ...lines.map(cells)]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
