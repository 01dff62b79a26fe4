import { Readable, Transform } from 'node:stream'
import { ZipFile } from 'yazl'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

const escaped = (text: string) =>
  text
    // What XML cannot hold at all.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const textCell = (text: string) =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.length > 32_767 ? `${text.slice(0, 32_766)}…` : text)}</t></is></c>`

/** A row of texts; a spreadsheet runs none of them. */
export const row = (cells: string[]) => `<row>${cells.map(textCell).join('')}</row>\n`

const SHEET_HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>\n`
const SHEET_FOOT = '</sheetData></worksheet>'

/** Parts of the package that are the same for every workbook. */
const PARTS: Record<string, string> = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets><sheet name="Result" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATION}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
  // 0 as it is, 1 a day, 2 a moment.
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

async function* sheet(columns: () => string[], rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun = false
  const head = () => Buffer.from(`${SHEET_HEAD}${row(columns())}`)
  for await (const chunk of rows) {
    if (!begun) yield head()
    begun = true
    yield chunk
  }
  if (!begun) yield head()
  yield Buffer.from(SHEET_FOOT)
}

/**
 * A workbook with the rows on its first sheet and what is to be known of them on its second. Nothing of it is kept: the
 * rows go through as they come.
 * @param rows XML of the rows, one a line
 * @param about asked when the last row has gone
 */
export function workbook(
  columns: () => string[],
  rows: AsyncIterable<Buffer>,
  about: () => Promise<[string, string][]>,
  count: (bytes: number) => void,
): Readable {
  const zip = new ZipFile()
  const out = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count(chunk.length)
      done(null, chunk)
    },
  })
  for (const [name, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(xml), name)
  const data = Readable.from(sheet(columns, rows), { objectMode: false, highWaterMark: 1 << 18 })
  const info = async function* () {
    const lines = await about()
    yield Buffer.from(`${SHEET_HEAD}${lines.map(row).join('')}${SHEET_FOOT}`)
  }
  data.on('error', (cause) => out.destroy(cause))
  const late = Readable.from(info(), { objectMode: false })
  late.on('error', (cause) => out.destroy(cause))
  zip.addReadStream(data, 'xl/worksheets/sheet1.xml', { compressionLevel: 1 } as object)
  zip.addReadStream(late, 'xl/worksheets/sheet2.xml')
  zip.end()
  zip.outputStream.on('error', (cause) => out.destroy(cause as Error))
  zip.outputStream.pipe(out)
  out.on('close', () => {
    data.destroy()
    late.destroy()
  })
  return out
}
