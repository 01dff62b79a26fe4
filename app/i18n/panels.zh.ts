import type { panelsEn } from './panels.en.ts'

export const panelsZh: Record<keyof typeof panelsEn, string> = {
  'panel.menu': '更多',
  'panel.menu_of': '“{label}”的更多操作',
  'panel.definition': '指标定义',
  'panel.sql_title': '查看 SQL',
  'panel.csv': '数据行（CSV）',
  'panel.xlsx': '数据行（Excel）',
  'panel.workbook': '本页 Excel 文件',
  'export.about': '文件内容',
  'export.column': '列',
  'export.meaning': '含义',
  'export.unit': '单位',
  'export.definition': '定义',
}
