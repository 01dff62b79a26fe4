// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { BlindList } from '#app/concordance/blind-list.tsx'
import { READING_STATES, type CasesPage } from '#queries/concordance/cases-types.ts'
import { draw } from '#tests/support/render.tsx'

const names = (name: string) => ({ name_en: name, name_zh: name })

const page = {
  snapshot_id: 's1',
  missing: [],
  items: { rows: [], total: 0, page: 1, page_size: 50 },
  blind: {
    ...{ total: 1, page: 1, page_size: 50 },
    rows: [
      {
        ...{ center_code: 'C1', accession_no: 'A17', product_code: 'AI-ICH', finding_code: 'ICH', day: '2026-03-03' },
        ...{ modality: 'CT', scanner_id: 'C1-CT1', product: names('Bleed AI'), finding: names('Haemorrhage') },
        ...{ sample_id: 2, place: 1, mark: null },
      },
    ],
  },
  query: { overdue: false },
  counts: Object.fromEntries(READING_STATES.map((state) => [state, 0])) as CasesPage['counts'],
  adjudicated: [],
  products: [{ product_code: 'AI-ICH', ...names('Bleed AI') }],
  ...{ revision: 1, may_mark: true, people: ['qa'] },
} as unknown as CasesPage

test('a blind reading names the exam and what is looked for, leads nowhere, and holds its key alone', () => {
  const list = draw(<BlindList page={page} />)
  const row = list.querySelector('tbody tr')!
  expect(row.textContent).toMatch(/^2\.1A17C1Mar 3, 2026C1-CT1Haemorrhage–$/)
  expect(row.querySelectorAll('a')).toHaveLength(0)
  expect(row.querySelector('input')!.value).toBe('["C1","A17","AI-ICH","ICH"]')
})

test('of a blind reading one says whether the finding is there, not who is right', () => {
  const list = draw(<BlindList page={page} />)
  const states = [...list.querySelectorAll('select[name=state] option')].map((option) => option.getAttribute('value'))
  expect(states).toEqual(['open', 'present', 'absent', 'undecided', 'not_comparable'])
})

test('who may not judge sees neither form nor boxes to tick', () => {
  const list = draw(<BlindList page={{ ...page, may_mark: false }} />)
  expect(list.querySelectorAll('select, input, button')).toHaveLength(0)
  expect(list.textContent).toContain('A17')
})
