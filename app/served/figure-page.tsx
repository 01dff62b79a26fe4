import { useLoaderData, useLocation } from '@remix-run/react'
import { lazy, Suspense, useContext, useEffect, type ComponentType } from 'react'
import { readableAddress } from '../readable-address.ts'
import { isServed, ServedContext, type ServedMark } from './served-context.ts'
import { ServedMarkup } from './served-markup.tsx'

interface Place<Model> {
  /** Names the markup on the page. */
  id: string
  className?: string
  /** What the loader told. */
  page: Model | ServedMark
}

/** What draws a model: on the server for a document, in the browser for a page that scripts change. */
export interface ServedView<Model> {
  View: ComponentType<Place<Model>>
  /** To be awaited before the server draws. */
  ready: () => Promise<void>
}

/**
 * A part of a page that needs no scripts. A document brings it as markup, and neither its figures nor the scripts that
 * draw them; a browser that then filters or goes to another page gets figures, and fetches once what draws them.
 */
export function servedView<Model>(load: () => Promise<{ default: ComponentType<{ page: Model }> }>): ServedView<Model> {
  let Now: ComponentType<{ page: Model }> | null = null
  const Later = lazy(load)
  function View({ id, className, page }: Place<Model>) {
    const served = useContext(ServedContext)
    if (isServed(page)) {
      return (
        <ServedMarkup id={id} className={className}>
          {() => Now && served && <Now page={served.page as Model} />}
        </ServedMarkup>
      )
    }
    return (
      <div id={id} className={className}>
        <Suspense>
          <Later page={page} />
          <ToPanel />
        </Suspense>
      </div>
    )
  }
  const ready = async () => {
    Now ??= (await load()).default
  }
  return { View, ready }
}

/** Brings the panel of the address into sight: it was not there yet when the browser looked for it. */
function ToPanel() {
  const { hash, key } = useLocation()
  useEffect(() => {
    if (hash) document.getElementById(readableAddress(hash.slice(1)))?.scrollIntoView()
  }, [hash, key])
  return null
}

/** A page that is one such part: its route's component, and what its loader awaits. */
export function figurePage<Model>(load: () => Promise<{ default: ComponentType<{ page: Model }> }>) {
  const { View, ready } = servedView(load)
  function Page() {
    return <View id="page" page={useLoaderData() as Model | ServedMark} />
  }
  return { Page, ready }
}
