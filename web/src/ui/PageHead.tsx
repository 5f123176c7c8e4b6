import './pageHead.css'
import { type ReactNode, useEffect } from 'react'

interface PageHeadProps {
  readonly title: string
  /** One quiet sentence beside the title: what is there, with figures. */
  readonly about?: ReactNode
  /** Buttons at the right; the most likely one last. */
  readonly children?: ReactNode
}

/** The head of a page; also the title of the window. */
export function PageHead({ title, about, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Kontor`
  }, [title])
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {about === undefined ? null : <span className="page-about">{about}</span>}
      <div className="page-actions">{children}</div>
    </div>
  )
}
