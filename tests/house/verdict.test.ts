import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { countReport, sum } from '#tests/support/verdict.js'

const folder = mkdtempSync(path.join(tmpdir(), 'verdict-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A runner's report: for each test file, the states of its tests. */
function report(files: { status: string; tests: string[] }[]): string {
  const file = path.join(folder, 'report.json')
  const testResults = files.map(({ status, tests }) => ({
    name: 'a.test.ts',
    status,
    assertionResults: tests.map((state) => ({ status: state, fullName: `a ${state} test` })),
  }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}

test('passed, failed and skipped tests are counted', () => {
  const file = report([{ status: 'failed', tests: ['passed', 'failed', 'skipped'] }])
  expect(countReport('unit', file, 1)).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: ['unit: a failed test'],
  })
})

test('a file that could not be run is a failure although no test in it failed', () => {
  const file = report([
    { status: 'passed', tests: ['passed'] },
    { status: 'failed', tests: [] },
  ])
  expect(countReport('unit', file, 1)).toMatchObject({ passed: 1, failed: 1 })
})

test('a runner that ends badly without a failed test is a failure', () => {
  expect(countReport('unit', report([{ status: 'passed', tests: ['passed'] }]), 1)).toMatchObject({
    passed: 1,
    failed: 1,
  })
})

test('a run without tests and a run without a report are failures', () => {
  expect(countReport('unit', report([]), 0)).toMatchObject({ passed: 0, failed: 1 })
  expect(countReport('unit', path.join(folder, 'none.json'), 0)).toMatchObject({ passed: 0, failed: 1 })
})

test('counts of several runs add up', () => {
  const one = { passed: 2, failed: 1, skipped: 0, failures: ['x'] }
  expect(sum([one, one])).toEqual({ passed: 4, failed: 2, skipped: 0, failures: ['x', 'x'] })
})
