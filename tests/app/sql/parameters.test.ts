import { expect, test } from 'vitest'
import { addressOf, filtersIn, LONGEST_ADDRESS, openedBy, stateOf, withFilters } from '#app/sql/address.ts'
import { knowledgeOf, withCasts } from '#app/sql/knowledge.ts'
import { parametersOf, valueOf } from '#app/sql/parameters.ts'

const known = {
  types: {
    day: 'DATE',
    center_code: 'VARCHAR',
    exams_performed: 'BIGINT',
    performed: 'BOOLEAN',
    started_at: 'TIMESTAMP WITH TIME ZONE',
  },
  lists: { center_code: 'select center_code, name_en from center' },
}
const kinds = (sql: string) => Object.fromEntries(parametersOf(sql, known).map(({ name, kind }) => [name, kind]))

test('a cast says the type, in both spellings', () => {
  expect(
    kinds('select $a::DATE, $b::INTEGER, CAST($c AS DOUBLE), try_cast($d as boolean), $e::VARCHAR, DATE $f'),
  ).toEqual({
    a: 'date',
    b: 'number',
    c: 'number',
    d: 'boolean',
    e: 'text',
    f: 'date',
  })
})

test('without a cast the compared column says it, on either side, qualified or quoted', () => {
  expect(kinds('select 1 from exam e where e.day >= $a and $b < e.started_at and "exams_performed" > $c')).toEqual({
    a: 'date',
    b: 'timestamp',
    c: 'number',
  })
})

test('both ends of BETWEEN, members of IN and the number of LIMIT', () => {
  expect(kinds('where day between $a and $b and exams_performed not in ($c) limit $d')).toEqual({
    a: 'date',
    b: 'date',
    c: 'number',
    d: 'number',
  })
})

test('a column of codes offers its list; a comment overrules it', () => {
  expect(parametersOf('where center_code = $center', known)[0]).toMatchObject({
    list: known.lists.center_code,
    kind: 'text',
  })
  const sql =
    '-- $center: select province from center\n-- $center = 广东\nselect 1 from center where center_code = $center'
  expect(parametersOf(sql, known)).toEqual([
    { name: 'center', kind: 'text', list: 'select province from center', preset: '广东' },
  ])
})

test('a comment can name the type', () => {
  expect(kinds('-- $n: integer\nselect $n')).toEqual({ n: 'number' })
})

test('parameters in texts and comments are none; one that stands twice is one', () => {
  expect(kinds("select '$a', $$ $b $$ -- $c\n, $d, $d")).toEqual({ d: 'text' })
  expect(kinds('select $d where day = $d')).toEqual({ d: 'date' })
})

test('what is typed becomes the value that is bound', () => {
  expect(valueOf('number', '1.5')).toBe(1.5)
  expect(valueOf('number', 'many')).toBe('many')
  expect(valueOf('boolean', 'false')).toBe(false)
  expect(valueOf('date', '2026-03-01')).toBe('2026-03-01')
  expect(valueOf('text', '')).toBeNull()
})

test('a number whose digits a double would change keeps them', () => {
  const typed = ['9007199254740991', '9007199254740993', '-9007199254740993', '0.1', '1234567890123456.78', '1e300']
  expect(typed.map((text) => valueOf('number', text))).toEqual([
    ...[9007199254740991, { digits: '9007199254740993' }, { digits: '-9007199254740993' }],
    ...[0.1, { digits: '1234567890123456.78' }, 1e300],
  ])
})

test('a permalink gives back what was put into it', () => {
  const state = { sql: 'select $a & "=" -- 中文\n', parameters: { a: 'x&y=z' }, snapshotId: 's1' }
  const address = addressOf(state)!
  expect(stateOf(new URL(address, 'http://host').searchParams)).toEqual(state)
})

test('a query that is too long for an address has none', () => {
  expect(addressOf({ sql: 'x'.repeat(LONGEST_ADDRESS), parameters: {}, snapshotId: null })).toBeNull()
  expect(addressOf({ sql: '', parameters: {}, snapshotId: null })).toBe('/sql')
})

test('a day that is compared without a cast gets one, and errors point at the text as typed', () => {
  const typed = 'select 1 from exam where day >= $from and day < $to::DATE and oops'
  const { sql, place } = withCasts(typed, known)
  expect(sql).toBe('select 1 from exam where day >= $from::DATE and day < $to::DATE and oops')
  expect(typed.slice(place(sql.indexOf('oops')))).toBe('oops')
  expect(place(sql.indexOf('day >='))).toBe(typed.indexOf('day >='))
})

test('a column name of several kinds tells nothing', () => {
  const column = (name: string, type: string) => ({ name, type })
  const schema = {
    tables: [
      { columns: [column('a', 'DATE'), column('b', 'BIGINT')] },
      { columns: [column('a', 'VARCHAR'), column('b', 'DOUBLE')] },
    ],
  }
  expect(knowledgeOf(schema, {}).types).toEqual({ b: 'BIGINT' })
})

test('filters of a page fill parameters of their names where they have one value, and name no query', () => {
  const search = new URLSearchParams(
    'saved=7&from=2026-02-23&modality=CT&modality=MR&center_code=C001&find=x&compare=year',
  )
  expect(filtersIn(search)).toEqual({ from: '2026-02-23', center: 'C001' })
  expect(openedBy(search)).toBe('saved=7')
  expect(withFilters('library=a', search)).toBe('/sql?library=a&from=2026-02-23&center=C001')
  expect(withFilters('', new URLSearchParams())).toBe('/sql')
})

test('of a panel’s address the filters are part', () => {
  const search = new URLSearchParams('panel=overview.months&from=2026-02-23&problem=x')
  expect(openedBy(search)).toBe('panel=overview.months&from=2026-02-23')
  expect(withFilters('panel=a.b&from=2026-01-01', search)).toBe('/sql?panel=a.b&from=2026-01-01')
})
