// @vitest-environment jsdom
import { act, fireEvent } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ParameterInputs, type Choice } from '#app/console/parameter-inputs.tsx'
import { parametersOf } from '#app/sql/parameters.ts'
import { draw } from '#tests/support/render.tsx'

const known = { types: { center_code: 'VARCHAR' }, lists: { center_code: 'SELECT center_code FROM center' } }
const LINKED =
  '-- $day: SELECT max(day) FROM exam\nSELECT count(*) FROM exam WHERE center_code = $center AND day = $day'

test('a parameter asks its list when a person wants it, and not because a link was opened', async () => {
  const asked: string[] = []
  const loadChoices = (query: string) => {
    asked.push(query)
    return Promise.resolve<Choice[]>([['C001', 'Hangzhou']])
  }
  const drawn = draw(
    <ParameterInputs
      parameters={parametersOf(LINKED, known)}
      values={{}}
      onChange={() => {}}
      loadChoices={loadChoices}
    />,
  )
  await act(() => Promise.resolve())
  expect(asked).toEqual([])
  const buttons = [...drawn.querySelectorAll('[data-list]')]
  expect(buttons.map((one) => one.getAttribute('data-list'))).toEqual(['center', 'day'])
  await act(async () => void fireEvent.click(buttons[0]!))
  expect(asked).toEqual(['SELECT center_code FROM center'])
  expect(drawn.querySelector('#choices-center option')?.getAttribute('value')).toBe('C001')
  expect(drawn.querySelector('[data-list=center]')).toBeNull()
})
