import { expect, test } from 'vitest'
import { scannerUse } from '#app/throughput/throughput-model.ts'
import type { ScannerRow } from '#queries/throughput/throughput-types.ts'

const scanner = (scanner_id: string, utilization_rate: number | null) =>
  ({ scanner_id, utilization_rate }) as ScannerRow

test('of a thousand scanners the fullest and the emptiest of all are drawn, not of those that a table shows', () => {
  const scanners = Array.from({ length: 1000 }, (_, i) => scanner(`S${i}`, 1 - i / 1000))
  const { drawn, known, total } = scannerUse([...scanners, scanner('unknown', null)])
  expect([known, total, drawn.length]).toEqual([1000, 1001, 24])
  expect([drawn[0]!.scanner_id, drawn[11]!.scanner_id, drawn[12]!.scanner_id, drawn[23]!.scanner_id]).toEqual([
    'S0',
    'S11',
    'S988',
    'S999',
  ])
})
