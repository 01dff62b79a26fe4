/** Texts of what tiles, charts and tables offer beside their figures, and of the files made of them. */
export const panelsEn = {
  'panel.menu': 'More about this',
  'panel.menu_of': 'More about {label}',
  'panel.definition': 'Definition',
  'panel.sql_title': 'Show the SQL',
  'panel.csv': 'Rows as CSV',
  'panel.xlsx': 'Rows as Excel file',
  'panel.workbook': 'Excel file of this page',
  'export.about': 'What is in this file',
  'export.column': 'Column',
  'export.meaning': 'Meaning',
  'export.unit': 'Unit',
  'export.definition': 'Definition',
}
