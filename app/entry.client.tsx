import { RemixBrowser } from '@remix-run/react'
import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { tellCharts } from './charts.ts'
import { closeMenus } from './menus.ts'
import { offerPictures } from './pictures.ts'

closeMenus()
tellCharts()
offerPictures()

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  )
})
