import './listPage.css'
import { Tabs } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcut } from './shortcuts.ts'

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
      {tabs.map(({ id }, at) => (
        <TabKey key={id} at={at} onTab={() => onTab(id)} />
      ))}
      <Tabs
        value={tab}
        onChange={next => {
          const found = tabs.find(one => one.id === next)
          if (found) onTab(found.id)
        }}
        keepMounted={false}
      >
        <div className="lower-pane-head">
          <Tabs.List>
            {tabs.map(({ id, label: word, count }) => (
              <Tabs.Tab key={id} value={id}>
                {word} {count === undefined ? null : <span className="text3">{count}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <span className="lower-pane-name">{name}</span>
        </div>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </section>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}
