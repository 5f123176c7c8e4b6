import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Explained, explainQuery, type ItemPrices } from '../../api/prices.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { money } from '../../words/format.ts'
import type { Cell } from './PriceMatrix.tsx'

interface ExplainPanelProps {
  readonly prices: ItemPrices
  /** The field of the matrix that was looked at last. */
  readonly asked: Cell | undefined
}

/** What one piece costs at a channel, for a group and a quantity, by which rules, and which were passed over. */
export function ExplainPanel({ prices, asked }: ExplainPanelProps) {
  const { t } = useTranslation()
  const [channel, setChannel] = useState(prices.channels[0]?.id ?? '')
  const [group, setGroup] = useState('')
  const [text, setText] = useState('1')
  useEffect(() => {
    if (!asked) return
    setGroup(asked.groupId ?? '')
    if (asked.channelId !== null) setChannel(asked.channelId)
  }, [asked])
  const given = readDecimal(text)
  const quantity = given !== undefined && signOf(given) > 0 ? given : undefined
  const place = prices.channels.find(one => one.id === channel)
  return (
    <Panel className="price-explain" title={t('prices.explain')}>
      {place === undefined ? (
        <p className="price-legend text2">{t('prices.noChannel')}</p>
      ) : (
        <>
          <div className="price-ask">
            <NativeSelect
              label={t('prices.channel')}
              value={channel}
              data={prices.channels.map(one => ({ value: one.id, label: one.name }))}
              onChange={event => setChannel(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('prices.group')}
              value={group}
              data={[
                { value: '', label: t('prices.everyoneRow') },
                ...prices.groups.map(one => ({ value: one.id, label: one.name })),
              ]}
              onChange={event => setGroup(event.currentTarget.value)}
            />
            <DecimalField label={t('prices.quantity')} value={text} onChange={setText} />
          </div>
          {quantity === undefined ? null : (
            <Answer
              item={prices.id}
              channel={channel}
              group={group}
              quantity={quantity}
              currency={place.currency}
            />
          )}
        </>
      )}
    </Panel>
  )
}

interface AnswerProps {
  readonly item: string
  readonly channel: string
  readonly group: string
  readonly quantity: string
  readonly currency: string
}

function Answer({ item, channel, group, quantity, currency }: AnswerProps) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(explainQuery(item, channel, quantity, group || undefined))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  // Without a group: what everyone pays; the others are groups with prices of their own.
  const price = group === '' ? data.prices.find(one => one.groupTheirs === undefined) : data.prices[0]
  return (
    <div className="price-answer" role="status">
      {price?.unit ? (
        <>
          <p className="text2">{t('prices.costs')}</p>
          <p className="price-result">
            {bothWords(price.unit, currency, t('prices.net'), t('prices.gross'))}
          </p>
          <p>{t('prices.byRule', { rule: price.unit.words })}</p>
        </>
      ) : (
        <p className="strong">{t('prices.noPriceThere')}</p>
      )}
      {price ? <Rules price={price} /> : null}
    </div>
  )
}

function Rules({ price }: { readonly price: Explained }) {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('prices.path')}</h3>
      <ol className="price-rules">
        {price.words.map(words => (
          <li key={words}>{words}</li>
        ))}
      </ol>
      {price.passed.length === 0 ? null : (
        <>
          <h3>{t('prices.passed')}</h3>
          <ul className="price-rules text2">
            {price.passed.map(one => (
              <li key={one.words}>{one.words}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

// What was said is strong, as in the matrix.
function bothWords(unit: NonNullable<Explained['unit']>, currency: string, net: string, gross: string) {
  const said = unit.rule.said
  const [first, second] = said === 'net' ? [net, gross] : [gross, net]
  return (
    <>
      <strong>{`${money(unit[said], currency)} ${first}`}</strong>{' '}
      <span className="text2">{`${money(said === 'net' ? unit.gross : unit.net, currency)} ${second}`}</span>
    </>
  )
}
