/** Menus without a script of their own: an open one closes by Escape, which leads back to it, and by a click elsewhere. */
const OPEN = 'details.menu[open], details.picker[open], header details[open]'

function closeOthers(target: EventTarget | null) {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN))
    if (!(target instanceof Node && menu.contains(target))) menu.open = false
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
