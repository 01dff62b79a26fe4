import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRecords } from '#etl/landing/csv.ts'

const read = (text: string) => [...readRecords(text)].map((r) => [r.line, r.cells])

test('a record begins on its physical line, whatever its quoted cells hold', () => {
  expect(read('a,b\n"x\ny",1\n\n  \nz,2')).toEqual([
    [1, ['a', 'b']],
    [2, ['x\ny', '1']],
    [6, ['z', '2']],
  ])
})

test('mixed line ends are accepted, doubled quotes are one quote', () => {
  expect(read('a\r\nb\n"c""d"\r\n')).toEqual([
    [1, ['a']],
    [2, ['b']],
    [3, ['c"d']],
  ])
})

test('a quote that never closes spoils only its own line', () => {
  expect(read('a,b\n1,"x\n2,y\n3,z\n')).toEqual([
    [1, ['a', 'b']],
    [2, null],
    [3, ['2', 'y']],
    [4, ['3', 'z']],
  ])
})

test('a quote followed by something else than a comma spoils only its own line', () => {
  expect(read('"a"b,c\nd,e')).toEqual([
    [1, null],
    [2, ['d', 'e']],
  ])
})

test('what is written with quotes is read back, on the line where it was written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', '中') })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }), (records) => {
      let line = 1
      const expected: [number, string[]][] = []
      let text = ''
      for (const cells of records) {
        expected.push([line, cells])
        const written = cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(',') + '\n'
        line += written.split('\n').length - 1
        text += written
      }
      expect(read(text)).toEqual(expected)
    }),
  )
})
