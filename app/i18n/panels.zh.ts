import type { panelsEn } from './panels.en.ts'

export const panelsZh: Record<keyof typeof panelsEn, string> = {
  'panel.sql_title': '查看 SQL',
  'panel.sql_of': '查看“{label}”的 SQL',
}
