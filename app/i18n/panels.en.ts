/** Texts of the links from figures to their SQL. */
export const panelsEn = {
  'panel.sql_title': 'Show the SQL',
  'panel.sql_of': 'Show the SQL of {label}',
}
