// Counts what the test runner reported, for the last lines of `npm test`.
import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Count */

/**
 * Counts from a vitest JSON report. A file that could not be loaded has no tests in it and counts as one failure; so
 * does a run that ended badly without a failed test (an unhandled error), one that wrote no report, and one without a test.
 * @param {string} name of the run, for the failures
 * @param {string} reportFile
 * @param {number | null} status exit status of the runner
 * @returns {Count}
 */
export function countReport(name, reportFile, status) {
  if (!existsSync(reportFile)) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${name}: the runner wrote no report (status ${status})`] }
  }
  const report = JSON.parse(readFileSync(reportFile, 'utf8'))
  /** @type {Count} */
  const count = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') count.passed++
      else if (test.status === 'failed') count.failures.push(`${name}: ${test.fullName}`)
      else count.skipped++
    }
    const failedInside = file.assertionResults.some(
      (/** @type {{ status: string }} */ test) => test.status === 'failed',
    )
    if (file.status === 'failed' && !failedInside) count.failures.push(`${name}: ${file.name} could not be run`)
  }
  if (count.failures.length === 0 && status !== 0)
    count.failures.push(`${name}: the runner ended with status ${status}`)
  if (count.failures.length === 0 && count.passed === 0) count.failures.push(`${name}: no test ran`)
  count.failed = count.failures.length
  return count
}

/**
 * @param {Count[]} counts
 * @returns {Count}
 */
export function sum(counts) {
  return {
    passed: counts.reduce((total, count) => total + count.passed, 0),
    failed: counts.reduce((total, count) => total + count.failed, 0),
    skipped: counts.reduce((total, count) => total + count.skipped, 0),
    failures: counts.flatMap((count) => count.failures),
  }
}
