import { createRequire } from 'node:module'
import { unzip } from './zip.ts'

// Its types are no dependency of ours.
const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (xml: string, options: { contentType: string }) => { window: { document: Document } }
}

export interface SheetCell {
  /** `n` where it says nothing: a number, or a day or moment by its format. */
  type: string
  value: string | number | boolean | null
  /** The pattern of its number format; null for none. */
  format: string | null
}

const parsed = (xml: Buffer) => new JSDOM(xml.toString('utf8'), { contentType: 'text/xml' }).window.document

/** A workbook as a spreadsheet opens it: from part to part, by the addresses that each names. @throws where it breaks off */
export function readWorkbook(file: Buffer): { name: string; rows: SheetCell[][]; formulas: number }[] {
  const parts = unzip(file)
  const part = (name: string) => {
    const xml = parts.get(name)
    if (!xml) throw new Error(`the workbook has no ${name}`)
    return parsed(xml)
  }
  const targets = (relations: string) =>
    new Map(
      [...part(relations).getElementsByTagName('Relationship')].map((one) => [
        one.getAttribute('Id'),
        one.getAttribute('Target')!,
      ]),
    )
  const types = [...part('[Content_Types].xml').getElementsByTagName('Override')].map((one) =>
    one.getAttribute('PartName'),
  )
  const main = [...targets('_rels/.rels').values()][0]!
  const parents = targets('xl/_rels/workbook.xml.rels')
  const styles = part('xl/styles.xml')
  const patterns = new Map(
    [...styles.getElementsByTagName('numFmt')].map((one) => [
      one.getAttribute('numFmtId'),
      one.getAttribute('formatCode')!,
    ]),
  )
  const formats = [...styles.getElementsByTagName('cellXfs')[0]!.getElementsByTagName('xf')].map(
    (one) => patterns.get(one.getAttribute('numFmtId')) ?? null,
  )
  return [...part(main).getElementsByTagName('sheet')].map((sheet) => {
    const target = `xl/${parents.get(sheet.getAttribute('r:id'))}`
    if (!types.includes(`/${target}`)) throw new Error(`${target} has no content type`)
    const xml = part(target)
    const rows = [...xml.getElementsByTagName('row')].map((row) =>
      [...row.getElementsByTagName('c')].map((cell) => readCell(cell, formats)),
    )
    return { name: sheet.getAttribute('name')!, rows, formulas: xml.getElementsByTagName('f').length }
  })
}

function readCell(cell: Element, formats: (string | null)[]): SheetCell {
  const type = cell.getAttribute('t') ?? 'n'
  const format = formats[Number(cell.getAttribute('s') ?? 0)] ?? null
  const text = cell.textContent ?? ''
  if (type === 'inlineStr') return { type, value: text, format }
  if (text === '') return { type, value: null, format }
  return { type, value: type === 'b' ? text === '1' : Number(text), format }
}
