import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ShownCategory } from '../../api/categories.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { type Draft, savedShowing, showings, withShowing } from './draft.ts'

interface CategoryChannelsProps {
  readonly category: ShownCategory
  readonly draft: Draft
  readonly readOnly: boolean
  readonly onChange: (draft: Draft) => void
}

/** Per channel: whether it shows the category, and whether it has texts of its own. */
export function CategoryChannels({ category, draft, readOnly, onChange }: CategoryChannelsProps) {
  const { t } = useTranslation()
  return (
    <Panel title={t('categories.channels')}>
      {category.channels.length === 0 ? (
        <p className="category-note text2">{t('categories.channelsNone')}</p>
      ) : (
        <table className="plain-table category-channels">
          <tbody>
            {category.channels.map(({ channelId, channel, texts }) => {
              const own = Object.keys(texts).length
              return (
                <tr key={channelId}>
                  <th scope="row">
                    <ChannelName name={channel} />
                  </th>
                  <td>
                    <NativeSelect
                      aria-label={`${t('categories.shown')}: ${channel}`}
                      className={draft.showings.has(channelId) ? 'field-changed' : ''}
                      disabled={readOnly}
                      value={draft.showings.get(channelId) ?? savedShowing(category, channelId)}
                      onChange={event => {
                        const to = showings.find(one => one === event.currentTarget.value)
                        if (to) onChange(withShowing(draft, category, channelId, to))
                      }}
                      data={showings.map(one => ({ value: one, label: t(`categories.shown_${one}`) }))}
                    />
                  </td>
                  <td className="text2">{own > 0 ? t('categories.ownTexts', { count: own }) : ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
