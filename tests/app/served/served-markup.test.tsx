// @vitest-environment jsdom
import { useLocation } from '@remix-run/react'
import { fireEvent, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { ServedMarkup } from '#app/served/served-markup.tsx'
import { draw } from '#tests/support/render.tsx'

function Where() {
  const { pathname, search } = useLocation()
  return <p role="status">{pathname + search}</p>
}

/** The page as it came, and what the browser makes of it. */
function opened(markup: string): HTMLElement {
  const came = document.createElement('div')
  came.id = 'page'
  came.innerHTML = markup
  document.body.append(came)
  onTestFinished(() => came.remove())
  return draw(
    <>
      <ServedMarkup id="page">
        {() => {
          throw new Error('drawn again')
        }}
      </ServedMarkup>
      <Where />
    </>,
  )
}

test('the browser keeps what the document brought, and draws nothing of it again', () => {
  expect(opened('<b>1,234</b>').querySelector('b')?.textContent).toBe('1,234')
})

test('a link of the page changes it without loading it anew, any other link is left to the browser', async () => {
  const page = opened(
    '<a data-discover="true" href="/throughput?modality=CT">CT</a><a href="/throughput.json">JSON</a>',
  )
  const [ours, others] = page.querySelectorAll('a')
  expect(fireEvent.click(ours!)).toBe(false)
  await waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toBe('/throughput?modality=CT'))
  others!.addEventListener('click', (event) => queueMicrotask(() => event.preventDefault()))
  fireEvent.click(others!)
  expect(page.querySelector('[role=status]')?.textContent).toBe('/throughput?modality=CT')
})

test('a click that opens another tab is left to the browser', () => {
  const page = opened('<a data-discover="true" href="/throughput">T</a>')
  const link = page.querySelector('a')!
  const untouched = fireEvent.click(link, { ctrlKey: true })
  expect([untouched, page.querySelector('[role=status]')?.textContent]).toEqual([true, '/'])
})

test('a search of the page asks it again without loading it anew', async () => {
  const page = opened(
    '<form data-discover="true" method="get" action="/compliance"><input name="search" value="A1"><button>Find</button></form>',
  )
  fireEvent.submit(page.querySelector('form')!)
  await waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toBe('/compliance?search=A1'))
})
