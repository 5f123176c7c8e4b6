import './split.css'
import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useShortcut } from './shortcuts.ts'

interface PageTabsProps<View extends string> {
  readonly label: string
  readonly views: readonly { readonly view: View; readonly word: ReactNode; readonly count?: string }[]
  readonly current: View
  /** Id of the part of the page that they change. */
  readonly controls: string
  readonly onShow: (view: View) => void
}

/** The views of a page, one of which is shown; Alt with a digit changes it. */
export function PageTabs<View extends string>(props: PageTabsProps<View>) {
  const { label, views, current, controls, onShow } = props
  return (
    <Tabs
      className="page-tabs"
      value={current}
      onChange={next => {
        const found = views.find(one => one.view === next)
        if (found) onShow(found.view)
      }}
    >
      <Tabs.List aria-label={label}>
        {views.map(({ view, word, count }, at) => (
          <Tabs.Tab key={view} value={view} aria-controls={controls}>
            {word} {count === undefined ? null : <span className="text3">{count}</span>}
            <TabKey at={at} onTab={() => onShow(view)} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}
