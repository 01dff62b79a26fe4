import { expect, test } from 'vitest'
import { csvLine } from '#app/csv.ts'

test('cells that a spreadsheet would compute are neutralised, also quoted ones', () => {
  expect(csvLine(['=1+1', '+a', '-a', '@x', '\t=1', '=a,"b"', -5, true])).toBe(
    `'=1+1,'+a,'-a,'@x,'\t=1,"'=a,""b""",-5,true\r\n`,
  )
})

test('full-width signs and leading line ends count as what they become', () => {
  expect(csvLine(['＝1', '＋1', '－1', '＠x'])).toBe("'＝1,'＋1,'－1,'＠x\r\n")
  expect(csvLine(['\n=1', '\r=1'])).toBe(`"'\n=1","'\r=1"\r\n`)
})

test('a number that is written as text stays a number', () => {
  expect(csvLine(['-1', '+1.5', '-2e3', '-1-1'])).toBe("-1,+1.5,-2e3,'-1-1\r\n")
})

test('null is an empty field and an empty text a quoted one', () => {
  expect(csvLine([null, '', 'a'])).toBe(',"",a\r\n')
})
