import type { MouseEvent, ReactNode } from 'react'
import { router } from './router.tsx'

/** A link to an address that the server named. It is one of ours, so the page need not be loaded again. */
export function AddressLink(props: {
  readonly address: string
  readonly className?: string
  /** -1 in rows of a table, which is one tab stop. */
  readonly tabIndex?: number
  readonly children: ReactNode
}) {
  const { address, className, tabIndex, children } = props
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    router.history.push(address)
  }
  return (
    <a href={address} className={className} tabIndex={tabIndex} onClick={follow}>
      {children}
    </a>
  )
}
