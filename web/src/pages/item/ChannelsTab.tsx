import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { AspectAtShop, Item } from '../../api/item.ts'
import { stockQuery } from '../../api/stock.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useRight } from '../../shell/rights.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { quantity, shortDate } from '../../words/format.ts'
import { TextField } from './Fields.tsx'
import { channelKey } from './fields.ts'
import { Listings } from './Listings.tsx'
import { RefusedRows } from './RefusedRows.tsx'
import { channelsOf } from './textSources.ts'
import type { ItemEdit } from './useItemEdit.ts'

/** Where an item is sold, how much of it, and what each shop knows of it. */
export function ChannelsTab({ edit, item }: { readonly edit: ItemEdit; readonly item: Item }) {
  const { t } = useTranslation()
  const may = useRight('stock.read')
  const { data: stock } = useQuery({ ...stockQuery(item.id), enabled: may })
  const channels = channelsOf(item)
  if (channels.length === 0)
    return (
      <Panel title={t('item.channels')}>
        <EmptyState title={t('item.noChannels')}>
          {t('item.noChannelsHelp')} <AddressLink address="/channels">{t('common.channels')}</AddressLink>
        </EmptyState>
      </Panel>
    )
  const cannotOversell = edit.value('oversell') !== true
  return (
    <>
      <Panel
        title={t('item.channels')}
        about={
          edit.value('active') === true && edit.value('blocked') !== true
            ? t('item.channelsHelp')
            : t('item.offNowhere')
        }
      >
        <div className="item-scroll-x">
          <table className="plain-table channel-table" aria-label={t('item.channels')}>
            <thead>
              <tr>
                <th scope="col">{t('item.channel')}</th>
                <th scope="col">{t('item.sold')}</th>
                <th scope="col">{t('item.reserve')}</th>
                <th scope="col">{t('item.cap')}</th>
                <th scope="col">{t('item.oversellHere')}</th>
                <th scope="col" className="cell-right">
                  {t('item.offered')}
                </th>
                <th scope="col">{t('item.atShop_item')}</th>
                <th scope="col">{t('item.atShop_price')}</th>
                <th scope="col">{t('item.atShop_stock')}</th>
              </tr>
            </thead>
            <tbody>
              {channels.map(({ channelId, channel }) => {
                const known = item.channels.find(one => one.channelId === channelId)
                const offer = stock?.offers.find(one => one.channelId === channelId)
                const active = channelKey(channelId, 'active')
                const oversell = channelKey(channelId, 'oversell')
                const isSold = edit.value(active) === true
                return (
                  <Fragment key={channelId}>
                    <tr data-channel={channel}>
                      <th scope="row">
                        <ChannelName name={channel} />
                      </th>
                      <td>
                        <Checkbox
                          aria-label={t('item.soldAt', { channel })}
                          className={edit.isChanged(active) ? 'field-changed' : ''}
                          checked={isSold}
                          disabled={edit.readOnly}
                          onChange={event => edit.set({ [active]: event.currentTarget.checked })}
                        />
                      </td>
                      {(['reserve', 'cap'] as const).map(field => (
                        <td key={field} className="cell-field cell-short">
                          {isSold ? (
                            <TextField
                              edit={edit}
                              name={channelKey(channelId, field)}
                              label={`${t(`item.${field}`)}: ${channel}`}
                              hideLabel
                              decimal
                              {...(field === 'cap' ? { placeholder: t('item.unlimited') } : {})}
                            />
                          ) : null}
                        </td>
                      ))}
                      <td>
                        {isSold ? (
                          <Checkbox
                            aria-label={`${t('item.oversellHere')}: ${channel}`}
                            className={edit.isChanged(oversell) ? 'field-changed' : ''}
                            checked={edit.value(oversell) === true}
                            disabled={edit.readOnly || cannotOversell}
                            title={cannotOversell ? t('item.oversellOff') : undefined}
                            onChange={event => edit.set({ [oversell]: event.currentTarget.checked })}
                          />
                        ) : null}
                      </td>
                      <td className="cell-right strong">{may && offer ? quantity(offer.offered) : '–'}</td>
                      {(['item', 'price', 'stock'] as const).map(about => (
                        <td key={about}>
                          {known ? <AtShop known={known.shop.find(one => one.about === about)} /> : null}
                        </td>
                      ))}
                    </tr>
                    {known ? <RefusedRows itemId={item.id} known={known} columns={9} /> : null}
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        </div>
        <p className="item-note text2">{t(cannotOversell ? 'item.oversellOff' : 'item.oversellOn')}</p>
      </Panel>
      <Listings item={item} readOnly={edit.readOnly} />
    </>
  )
}

const looks: Readonly<Record<AspectAtShop['state'], readonly [Sign, Tone]>> = {
  accepted: ['done', 'ok'],
  waiting: ['waiting', 'warn'],
  sending: ['running', 'accent'],
  refused: ['failed', 'bad'],
  nothing: ['left', 'mute'],
}

/** What a shop knows of one thing. */
function AtShop({ known }: { readonly known: AspectAtShop | undefined }) {
  const { t } = useTranslation()
  const state = known?.state ?? 'nothing'
  const [sign, tone] = looks[state]
  return (
    <Chip sign={sign} tone={tone} filled={state === 'refused'}>
      {t(`order.${state}`, { at: shortDate(known?.at) })}
    </Chip>
  )
}
