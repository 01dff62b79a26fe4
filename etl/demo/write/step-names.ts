import type { Protocol } from '../protocols/rules.ts'
import type { Center } from '../types.ts'

const PARTS: Record<string, string> = {
  tra: '轴位',
  sag: '矢状位',
  cor: '冠状位',
  tse: '快速',
  dwi: '弥散',
  post: '增强后',
  flair: '水抑制',
  fs: '压脂',
  pre: '平扫',
  art: '动脉期',
  pv: '门脉期',
  delay: '延迟期',
  lung: '肺窗',
  soft: '纵隔窗',
  chest: '胸部',
  head: '头颅',
}

/** How a center that names its series in Chinese calls a step. */
export function ownName(step: string): string {
  return step
    .split('_')
    .map((part) => PARTS[part] ?? part.toUpperCase())
    .join(' ')
}

/** Rows of reference/step_aliases.csv: every step of the book whose own name differs, at the centers that use such. */
export function aliasRows(centers: readonly Center[], book: readonly Protocol[]): string[][] {
  const steps = [...new Set(book.flatMap((p) => p.steps.map((s) => s.step)))]
  return centers
    .filter((c) => c.style.ownStepNames)
    .flatMap((c) => steps.map((step) => [c.code, ownName(step), step]))
    .filter(([, alias, step]) => alias !== step)
}
