import { expect, test } from 'vitest'
import { exam, network, rule, scanner, series } from './builders.ts'
import { builtWarehouse, mart, type World } from './warehouse.ts'

async function judge(world: World) {
  const { db, close } = await builtWarehouse(
    network({
      exam: [exam('2026-03-02 09:00', '2026-03-02 09:30', { accession_no: 'A', protocol_code: 'P' })],
      ...world,
    }),
  )
  const [compliance] = await mart(db, 'exam_compliance')
  const deviations = await mart(db, 'deviation')
  close()
  return { compliance: compliance!, deviations }
}

const book = (...rules: object[]): World => ({ protocol: [{ protocol_code: 'P', version: 1 }], protocol_rule: rules })
const parameters = (value: object) => ({ parameters: JSON.stringify(value) })

test('bounds are inclusive with a slack for binary fractions', async () => {
  const { compliance } = await judge({
    ...book(rule('a', 1, { parameter: 'EchoTime', min_value: 3.465, max_value: 3.535 })),
    acquisition: [series('A', 'a', 1, parameters({ EchoTime: 3.535 }))],
  })
  expect(compliance).toMatchObject({ assessable: true, compliant: true })
})

test('a text of digits is out of tolerance where a number is ruled, an empty list is missing', async () => {
  const { compliance, deviations } = await judge({
    ...book(
      rule('a', 1, { parameter: 'RepetitionTime', min_value: 3600, max_value: 4400 }),
      rule('a', 1, { parameter: 'EchoTime', max_value: 15, severity: 'critical' }),
    ),
    acquisition: [series('A', 'a', 1, { parameters: '{"RepetitionTime": "4000", "EchoTime": []}' })],
  })
  expect(compliance).toMatchObject({
    compliant: false,
    deviating_parameters: 1,
    missing_parameters: 1,
    critical_deviations: 1,
  })
  expect(deviations.map((d) => [d.kind, d.parameter, d.observed, d.expected])).toEqual([
    ['missing_parameter', 'EchoTime', null, '≤ 15'],
    ['out_of_tolerance', 'RepetitionTime', '4000', '3600…4400'],
  ])
})

test('of a list every element must be allowed, and numbers are compared as numbers', async () => {
  const allowed = {
    parameter: 'DiffusionBValue',
    allowed: ['0', '1000'],
    allowed_numbers: [0, 1000],
    allowed_texts: [],
  }
  const run = (value: string) =>
    judge({
      ...book(rule('a', 1, allowed)),
      acquisition: [series('A', 'a', 1, { parameters: `{"DiffusionBValue": ${value}}` })],
    })
  expect((await run('[0, 1000.0]')).compliance).toMatchObject({ compliant: true })
  const { deviations } = await run('[0, 500.0]')
  expect(deviations).toMatchObject([{ kind: 'out_of_tolerance', observed: '0, 500', expected: '0, 1000' }])
})

test('a step is judged on its last series: series number before start, numbered after unnumbered', async () => {
  const tr = { parameter: 'RepetitionTime', min_value: 3600, max_value: 4400 }
  const { compliance } = await judge({
    ...book(rule('a', 1, tr)),
    acquisition: [
      series('A', 'a', 3, { series_no: 1, ...parameters({ RepetitionTime: 1 }) }),
      series('A', 'a', 2, { series_no: 2, ...parameters({ RepetitionTime: 4000 }) }),
      series('A', 'a', 9, { ...parameters({ RepetitionTime: 1 }) }),
      series('A', 'extra', 4),
      series('A', 'extra', 5),
      series('A', ' LOCALIZER', 0),
    ],
  })
  expect(compliance).toMatchObject({ compliant: true, repeated_steps: 3, extra_steps: 1 })
})

test('steps are in order by start, equal starts included', async () => {
  const steps = [rule('a', 1), rule('b', 2)]
  const equal = await judge({ ...book(...steps), acquisition: [series('A', 'b', 1), series('A', 'a', 1)] })
  const back = await judge({ ...book(...steps), acquisition: [series('A', 'b', 1), series('A', 'a', 2)] })
  expect(equal.compliance.steps_in_order).toBe(true)
  expect(back.compliance).toMatchObject({ steps_in_order: false, compliant: true })
  expect(back.deviations).toMatchObject([{ kind: 'wrong_order', step: null, observed: null, expected: null }])
})

test('a rule holds for the scanner that logged the series, compared without case', async () => {
  const tr = (bounds: object, order: number) =>
    rule('a', 1, { parameter: 'RepetitionTime', rule_order: order, ...bounds })
  const { compliance } = await judge({
    scanner: [scanner(), scanner({ scanner_id: 'S2', manufacturer: 'UIH', field_strength_t: 3 })],
    ...book(tr({ manufacturer: 'uih', field_strength_t: 3, min_value: 4000 }, 1), tr({ max_value: 1000 }, 2)),
    acquisition: [series('A', 'a', 1, { scanner_id: 'S2', ...parameters({ RepetitionTime: 4500 }) })],
  })
  expect(compliance).toMatchObject({ scanner_id: 'S1', compliant: true })
})

test('where no rule matches the scanner the parameter is not ruled', async () => {
  const { compliance } = await judge({
    ...book(rule('a', 1, { parameter: 'EchoTime', manufacturer: 'GE', max_value: 15 })),
    acquisition: [series('A', 'a', 1)],
  })
  expect(compliance).toMatchObject({ compliant: true, missing_parameters: 0 })
})

test("a center's own step names are read without case and blanks", async () => {
  const { compliance } = await judge({
    ...book(rule('t2_tra', 1)),
    step_alias: [{ center_code: 'C1', alias: 'T2 Transversal', step: 't2_tra' }],
    acquisition: [series('A', 't2transVERSAL ', 1)],
  })
  expect(compliance).toMatchObject({ compliant: true, extra_steps: 0 })
})

test('missing steps and tags break compliance, and a critical step makes its deviation critical', async () => {
  const { compliance, deviations } = await judge({
    ...book(rule('a', 1), rule('b', 2, { step_severity: 'critical' }), rule('c', 3, { required: false })),
    acquisition: [series('A', 'a', 1, { missing_tags: ['EchoTime', 'FlipAngle'] })],
  })
  expect(compliance).toMatchObject({ compliant: false, missing_steps: 1, missing_tags: 2, critical_deviations: 1 })
  expect(deviations.map((d) => [d.kind, d.step, d.parameter])).toEqual([
    ['missing_tag', 'a', 'EchoTime'],
    ['missing_tag', 'a', 'FlipAngle'],
    ['missing_step', 'b', null],
  ])
})

test('dose is the sum of all series, or the largest index of the judged ones', async () => {
  const protocol = [{ protocol_code: 'P', version: 1, dlp_reference: 500, ctdi_vol_reference: 10 }]
  const run = (acquisition: object[]) => judge({ protocol, protocol_rule: [rule('a', 1)], acquisition })
  const over = await run([series('A', 'a', 1, { dlp: 300.1 }), series('A', 'bolus', 2, { dlp: 200, ctdi_vol: 40 })])
  expect(over.compliance).toMatchObject({ dose_over_reference: true, compliant: true, dlp: 500.1, ctdi_vol: null })
  expect(over.deviations.filter((d) => d.kind === 'dose_over_reference')).toMatchObject([
    { parameter: 'DLP', observed: '500.1', expected: '≤ 500', step: null },
  ])
  expect((await run([series('A', 'a', 1, { dlp: 500, ctdi_vol: 10 })])).compliance.dose_over_reference).toBe(false)
  expect((await run([series('A', 'a', 1)])).compliance.dose_over_reference).toBeNull()
})

test('without a version in force or without series an exam is not assessable and its counts are null', async () => {
  const none = await judge({
    ...book(rule('a', 1)),
    protocol: [{ protocol_code: 'P', version: 1, effective_to: '2026-03-01' }],
  })
  expect(none.compliance).toMatchObject({
    assessable: false,
    compliant: null,
    reason: 'no_version',
    protocol_version: null,
    missing_steps: null,
  })
  const unlogged = await judge(book(rule('a', 1)))
  expect(unlogged.compliance).toMatchObject({
    reason: 'no_acquisitions',
    protocol_version: 1,
    steps_in_order: null,
    repeated_steps: null,
  })
})

test('where versions overlap the highest applies', async () => {
  const protocol = [1, 2].map((version) => ({
    protocol_code: 'P',
    version,
    effective_from: '2026-03-02',
    effective_to: '2026-03-02',
  }))
  const { compliance } = await judge({ protocol, protocol_rule: [rule('a', 1)], acquisition: [series('A', 'a', 1)] })
  expect(compliance).toMatchObject({ protocol_version: 2, extra_steps: 1 })
})
