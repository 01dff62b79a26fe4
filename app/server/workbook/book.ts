import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { row, SHEET_FOOT, SHEET_HEAD, sheetFile, sheetNames, workbookParts, type Cell } from './parts.ts'

export interface Sheet {
  name: string
  /** The first is the heading. */
  rows: Cell[][]
}

/** A workbook of a few sheets of what stands on a page. */
export async function book(sheets: Sheet[]): Promise<Buffer> {
  const zip = new ZipFile()
  const names = sheetNames(sheets.map(({ name }) => name))
  for (const [name, xml] of Object.entries(workbookParts(names))) zip.addBuffer(Buffer.from(xml), name)
  sheets.forEach(({ rows }, i) =>
    zip.addBuffer(Buffer.from(SHEET_HEAD + rows.map(row).join('') + SHEET_FOOT), sheetFile(i + 1)),
  )
  zip.end()
  return buffer(zip.outputStream)
}
