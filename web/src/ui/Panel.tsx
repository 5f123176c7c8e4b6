import './panel.css'
import { type ReactNode, useId } from 'react'

interface PanelProps {
  readonly title: ReactNode
  /** Beside the title, quieter. */
  readonly about?: ReactNode
  /** At the right end of the head: a link or a switch. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A titled part of a page. */
export function Panel({ title, about, aside, className = '', children }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {about === undefined ? null : <span className="panel-about">{about}</span>}
        {aside === undefined ? null : <div className="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  )
}
