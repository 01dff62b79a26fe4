/** Card menus offer their chart as a picture; what draws it comes when somebody asks. */
const FIGURE_OF = 'figure, .tremor-Card-root'

function save(blob: Blob, name: string) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function take(button: HTMLElement) {
  const around = button.closest(FIGURE_OF)
  const figure = around?.matches('figure') ? around : around?.querySelector('figure')
  if (!figure) return
  const menu = button.closest('details')
  if (menu) menu.open = false
  const { pictureOf, pixelsOf } = await import('./chart-picture.ts')
  const picture = pictureOf(figure)
  const name = `isocenter-${figure.closest('[id]')?.id ?? 'chart'}`
  if (button.dataset.picture === 'svg') return save(new Blob([picture.svg], { type: 'image/svg+xml' }), `${name}.svg`)
  save(await pixelsOf(picture), `${name}.png`)
}

export function offerPictures() {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-picture]') : null
    if (button) void take(button)
  })
}
