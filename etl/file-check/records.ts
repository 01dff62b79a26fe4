import Papa from 'papaparse'
import { cleanText, END_OF_FILE } from '../contracts/signs.ts'
import { countLines, readRecords, withOneLineEnd, type CsvRecord } from '../landing/csv.ts'

export interface Splitting {
  delimiter: string
  /** Quote character; null: none, quotes are text. */
  quote: string | null
}

export const PLAIN: Splitting = { delimiter: ',', quote: '"' }

/** Takes a text in pieces, cut anywhere, and gives what is whole as it comes. */
export interface Pieces {
  push: (piece: string) => void
  end: () => void
}

/**
 * Splits a delimited text into records with their physical lines; blank lines are left out. Papaparse splits; from the first
 * quote that it stumbles over the tolerant reader goes on, which lets a stray quote spoil only its own line. No more text is kept
 * than the record under way.
 */
export function splitter(how: Splitting, take: (record: CsvRecord) => void): Pieces {
  let text = ''
  let line = 1
  let isBroken = false
  let waitsFor = ''

  const read = (goesOn: boolean) => {
    if (!isBroken) {
      const plain = readPlainly(text, line, how, goesOn, take)
      isBroken = plain.isBroken
      line = plain.line
      text = text.slice(plain.at)
    }
    // It also tells what the record under way waits for: a stray quote may wait for the rest of the file.
    const records = readRecords(text, how, goesOn)
    let next = records.next()
    for (; !next.done; next = records.next()) take({ line: next.value.line + line - 1, cells: next.value.cells })
    line += next.value.line - 1
    text = text.slice(next.value.at)
    waitsFor = next.value.waitsFor
  }
  return oneLineEnd({
    push(piece) {
      text += piece
      if (piece.includes(waitsFor)) read(true)
    },
    end: () => read(false),
  })
}

/** The same for a text whose lines end in CRLF, LF, CR alone or some of each, and that may end in ^Z. */
export function oneLineEnd(pieces: Pieces): Pieces {
  let held = ''
  return {
    push(piece) {
      const whole = held + piece
      let from = whole.length
      while (from > 0 && (whole[from - 1] === '\r' || whole[from - 1] === END_OF_FILE)) from--
      held = whole.slice(from)
      pieces.push(withOneLineEnd(whole.slice(0, from)))
    },
    end() {
      let to = held.length
      while (to > 0 && held[to - 1] === END_OF_FILE) to--
      pieces.push(withOneLineEnd(held.slice(0, to)))
      pieces.end()
    },
  }
}

/** Records of a whole text. */
export function eachRecord(text: string, how: Splitting, take: (record: CsvRecord) => void): void {
  const pieces = splitter(how, take)
  pieces.push(text)
  pieces.end()
}

interface Plain {
  isBroken: boolean
  /** Where reading stopped: at the record under way, or at one whose quotes are broken. */
  at: number
  line: number
}

function readPlainly(text: string, firstLine: number, how: Splitting, goesOn: boolean, take: Take): Plain {
  const read: Plain = { isBroken: false, at: 0, line: firstLine }
  const parser = new Papa.Parser({
    delimiter: how.delimiter,
    newline: '\n',
    // No text holds it: papaparse knows no "none".
    quoteChar: how.quote ?? '\uffff',
    step: ({ data, errors, meta }: Papa.ParseStepResult<string[][]>) => {
      if (errors.some((e) => e.type === 'Quotes')) {
        read.isBroken = true
        parser.abort()
        return
      }
      const cells = data[0]!
      if (!isBlank(cells, text, read.at, how)) take({ line: read.line, cells })
      read.line += countLines(text, read.at, meta.cursor)
      read.at = meta.cursor
    },
  })
  parser.parse(text, 0, goesOn)
  return read
}

type Take = (record: CsvRecord) => void

/** A line of nothing but blanks; a quoted blank is a cell. */
function isBlank(cells: string[], text: string, start: number, { quote }: Splitting): boolean {
  return cells.length === 1 && cleanText(cells[0]!) === '' && (quote === null || text[start] !== quote)
}
