import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { caseCsv, caseTable, caseWorkbook } from '#app/server/case-export.ts'
import type { AuditPage } from '#queries/compliance/audit-types.ts'

const page = {
  snapshot_id: 's1',
  filters: { from: '2026-03-02', to: '2026-03-16' },
  items: {
    rows: [
      {
        ...{
          center_code: 'C1',
          accession_no: 'A1',
          day: '2026-03-03',
          age_days: 13,
          scanner_id: null,
          protocol_code: 'P1',
        },
        ...{
          step: 't1',
          parameter: 'KVP',
          kind: 'out_of_tolerance',
          severity: 'major',
          observed: '120',
          expected: '100',
        },
        state: 'accepted',
        mark: {
          reason: 'patient',
          comment: '=1+1',
          assigned_to: 'bo',
          due: '2026-03-20',
          user_name: 'ann',
          at: '2026-03-04T08:00:00.000Z',
        },
      },
    ],
  },
} as unknown as AuditPage
const table = caseTable('deviation', page, new URLSearchParams('state=accepted'), new Date('2026-03-16T00:00:00Z'))

test('the list as CSV says filter, snapshot and time first, and holds nothing that a spreadsheet runs', () => {
  expect(caseCsv(table).split('\r\n')).toEqual([
    '\ufeffsnapshot_id,s1',
    'written_at,2026-03-16T00:00:00.000Z',
    'filters,"{""from"":""2026-03-02"",""to"":""2026-03-16""}"',
    'asked,state=accepted',
    '',
    'center_code,accession_no,day,age_days,scanner_id,protocol_code,step,parameter,kind,severity,observed,expected,state,unit,reason,comment,assigned_to,due,user_name,at',
    "C1,A1,2026-03-03,13,,P1,t1,KVP,out_of_tolerance,major,120,100,accepted,kV,patient,'=1+1,bo,2026-03-20,ann,2026-03-04T08:00:00.000Z",
    '',
  ])
})

test('the list as a workbook is a package of two sheets', async () => {
  const bytes = await buffer(caseWorkbook(table))
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  for (const part of ['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']) expect(bytes.includes(part)).toBe(true)
})
