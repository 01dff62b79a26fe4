// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { tellCharts } from '#app/charts.ts'

tellCharts()

beforeEach(() => {
  document.body.innerHTML = `<svg class="chart-svg" tabindex="0">
    <path d="M0 50H100"/>
    <path d="M100 10h0"><title>3 March: 9</title></path>
    <path d="M0 90h0"><title>1 March: 1</title></path>
    <path d="M50 50h0"><title>2 March: 5</title></path>
  </svg><div id="chart-cursor" hidden></div><div id="chart-words" role="status"></div>`
})

const drawing = () => document.querySelector('svg')!
const press = (key: string) => drawing().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
const words = () => document.getElementById('chart-words')

test('the arrow keys step through the values of a chart in the order of their places', () => {
  press('ArrowRight')
  expect(words()?.textContent).toBe('1 March: 1')
  press('ArrowRight')
  expect(words()?.textContent).toBe('2 March: 5')
  press('End')
  expect(words()?.textContent).toBe('3 March: 9')
  press('ArrowRight')
  expect(words()?.textContent).toBe('3 March: 9')
  press('Home')
  expect(words()?.textContent).toBe('1 March: 1')
})

test('a chart announces its values where they are heard, and is silent after Escape', () => {
  press('Home')
  expect([words()?.getAttribute('role'), document.getElementById('chart-cursor')?.hidden]).toEqual(['status', false])
  press('Escape')
  expect([words()?.textContent, document.getElementById('chart-cursor')?.hidden]).toEqual(['', true])
})
