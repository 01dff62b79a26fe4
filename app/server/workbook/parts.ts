const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const escaped = (text: string) =>
  text
    // What XML cannot hold at all.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** A cell of text: as long as a sheet can hold, and no formula whatever it begins with. */
const textCell = (text: string) =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.length > 32_767 ? `${text.slice(0, 32_766)}…` : text)}</t></is></c>`

/** Format of a cell that holds a day, by its place in the workbook's styles. */
const DAY_STYLE = 1
const EPOCH = Date.UTC(1899, 11, 30)
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1900-03-01'

export type Cell = string | number | boolean | null

/** Numbers as numbers, days as days, all else as text. */
function cell(value: Cell): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  if (isDay(value)) return `<c s="${DAY_STYLE}"><v>${(Date.parse(`${value}T00:00:00Z`) - EPOCH) / 86_400_000}</v></c>`
  return textCell(value)
}

/** Rows of a sheet as XML, one a line. */
export const textRow = (cells: string[]) => `<row>${cells.map(textCell).join('')}</row>\n`
export const row = (cells: Cell[]) => `<row>${cells.map(cell).join('')}</row>\n`

/** What stands before and after the rows of a sheet, whose first row stays in sight. */
export const SHEET_HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>\n`
export const SHEET_FOOT = '</sheetData></worksheet>'

/** Place of a sheet in the package, counted from 1. */
export const sheetFile = (number: number) => `xl/worksheets/sheet${number}.xml`

/** A name that a spreadsheet takes: without what it forbids, at most 31 characters, none twice. */
export function sheetNames(names: string[]): string[] {
  const given = new Set<string>()
  return names.map((name) => {
    const clean =
      name
        .replace(/[[\]:*?/\\']/g, ' ')
        .trim()
        .slice(0, 31) || 'Sheet'
    let free = clean
    for (let n = 2; given.has(free.toLowerCase()); n += 1) free = `${clean.slice(0, 31 - String(n).length - 1)} ${n}`
    given.add(free.toLowerCase())
    return free
  })
}

const list = <T>(of: T[], write: (one: T, number: number) => string) => of.map((one, i) => write(one, i + 1)).join('')

/** Parts of the package beside its sheets. Format 0 is as it is, 1 a day, 2 a moment. */
export function workbookParts(sheets: string[]): Record<string, string> {
  const styles = sheets.length + 1
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.sheet.main+xml"/>${list(sheets, (_, n) => `<Override PartName="/${sheetFile(n)}" ContentType="${OFFICE}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${OFFICE}.styles+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>${list(sheets, (name, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list(sheets, (_, n) => `<Relationship Id="rId${n}" Type="${RELATION}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${styles}" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  }
}
