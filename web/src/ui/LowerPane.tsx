import './listPage.css'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageTabs } from './PageTabs.tsx'

interface LowerPaneProps<Tab extends string> {
  /** What it shows, for who hears it. */
  readonly label: string
  /** Under which the browser keeps its height. */
  readonly heightKey: string
  readonly tabs: readonly { readonly id: Tab; readonly label: string; readonly count?: string }[]
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  /** At the right of the tabs: the name of the row, and how to open it. */
  readonly name: ReactNode
  /** What the tab shows. */
  readonly children: ReactNode
}

/** The current row of a list in tabs, without leaving the list; its height is dragged or moved by arrow keys. */
export function LowerPane<Tab extends string>(props: LowerPaneProps<Tab>) {
  const { label, heightKey, tabs, tab, onTab, name, children } = props
  const { t } = useTranslation()
  const content = useId()
  const [height, setHeight] = useState(() => Number(localStorage.getItem(heightKey)) || 240)
  const resize = (next: number) => {
    const within = Math.max(120, Math.min(600, next))
    setHeight(within)
    localStorage.setItem(heightKey, String(within))
  }
  return (
    <section className="lower-pane" style={{ height }} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a line that is dragged */}
      <div
        className="lower-pane-edge"
        role="separator"
        aria-orientation="horizontal"
        aria-label={t('common.paneHeight')}
        aria-valuenow={height}
        aria-valuemin={120}
        aria-valuemax={600}
        tabIndex={0}
        onKeyDown={event => {
          if (event.key === 'ArrowUp') resize(height + 24)
          if (event.key === 'ArrowDown') resize(height - 24)
        }}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={event => {
          if (event.buttons === 1) resize(height - event.movementY)
        }}
      />
      <div className="lower-pane-head">
        <PageTabs
          label={label}
          views={tabs.map(({ id, label: word, count }) => ({
            view: id,
            word,
            ...(count === undefined ? {} : { count }),
          }))}
          current={tab}
          controls={content}
          onShow={onTab}
        />
        <span className="lower-pane-name">{name}</span>
      </div>
      <div id={content} role="tabpanel" aria-label={tabs.find(one => one.id === tab)?.label}>
        {children}
      </div>
    </section>
  )
}
