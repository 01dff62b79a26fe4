import { Readable, Transform } from 'node:stream'
import { ZipFile } from 'yazl'
import { SHEET_FOOT, SHEET_HEAD, sheetFile, textRow, workbookParts } from '../../workbook/parts.ts'

async function* sheet(columns: () => string[], rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun = false
  const head = () => Buffer.from(`${SHEET_HEAD}${textRow(columns())}`)
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
  for (const [name, xml] of Object.entries(workbookParts(['Result', 'About']))) zip.addBuffer(Buffer.from(xml), name)
  const data = Readable.from(sheet(columns, rows), { objectMode: false, highWaterMark: 1 << 18 })
  const info = async function* () {
    const lines = await about()
    yield Buffer.from(`${SHEET_HEAD}${lines.map(textRow).join('')}${SHEET_FOOT}`)
  }
  data.on('error', (cause) => out.destroy(cause))
  const late = Readable.from(info(), { objectMode: false })
  late.on('error', (cause) => out.destroy(cause))
  zip.addReadStream(data, sheetFile(1), { compressionLevel: 1 } as object)
  zip.addReadStream(late, sheetFile(2))
  zip.end()
  zip.outputStream.on('error', (cause) => out.destroy(cause as Error))
  zip.outputStream.pipe(out)
  out.on('close', () => {
    data.destroy()
    late.destroy()
  })
  return out
}
