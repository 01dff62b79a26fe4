import { useNavigate, useSubmit } from '@remix-run/react'
import { useContext, useState, type FormEvent, type MouseEvent, type ReactNode } from 'react'
import { I18nContext } from '../i18n/context.ts'
import { ServedContext } from './served-context.ts'

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

/** Remix marks what leads to its own pages so; served markup has the marks but no handlers. */
const isOurs = (element: HTMLElement) => element.dataset.discover === 'true'

/** Links and forms of served markup change the page without loading it anew, as those that React knows do. */
function useServedLinks() {
  const navigate = useNavigate()
  const submit = useSubmit()
  return {
    onClick(event: MouseEvent<HTMLElement>) {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || !isOurs(link) || !isPlain(event)) return
      event.preventDefault()
      navigate(link.pathname + link.search + link.hash)
    },
    onSubmit(event: FormEvent<HTMLElement>) {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || !isOurs(form)) return
      event.preventDefault()
      submit(((event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null) ?? form)
    },
  }
}

interface Props {
  /** Names the markup on the page. */
  id: string
  className?: string
  /** Asked on the server only. */
  children: () => ReactNode
}

/** Markup that the server has made and the browser keeps: nothing in it is told or made again. */
export function ServedMarkup(props: Props) {
  return typeof document === 'undefined' ? <Made {...props} /> : <Kept {...props} />
}

function Made({ id, className, children }: Props) {
  const texts = useContext(ServedContext)?.texts ?? null
  return (
    <div id={id} className={className} suppressHydrationWarning>
      <I18nContext.Provider value={texts}>{children()}</I18nContext.Provider>
    </div>
  )
}

function Kept({ id, className }: Props) {
  // Read once: React leaves it as it is, and sets it anew should it have to make the page from scratch.
  const [markup] = useState(() => ({ __html: document.getElementById(id)?.innerHTML ?? '' }))
  return (
    <div
      id={id}
      className={className}
      {...useServedLinks()}
      suppressHydrationWarning
      dangerouslySetInnerHTML={markup}
    />
  )
}
