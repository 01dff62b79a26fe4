/** Menus without a script of their own: an open one closes by Escape, which leads back to it, and by a click elsewhere. */
const OPEN = 'details.menu[open], details.picker[open], header details[open]'

/** What stands in the flow of the page would take what is pressed below it from under the finger. */
const isInFlow = (menu: HTMLDetailsElement) =>
  menu.lastElementChild !== null && getComputedStyle(menu.lastElementChild).position === 'static'

function closeOthers(target: EventTarget | null) {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN))
    if (!(target instanceof Node && menu.contains(target)) && !isInFlow(menu)) menu.open = false
}

export function closeMenus() {
  document.addEventListener('click', (event) => closeOthers(event.target))
  document.addEventListener('focusin', (event) => closeOthers(event.target))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
}
