import '../channels/offers.css'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/item.ts'
import { type Listing, listingsQuery, saveListing } from '../../api/offers.ts'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { quoted, shortDate } from '../../words/format.ts'
import { ChooseCategory } from '../channels/ChooseCategory.tsx'
import { ListingForm } from './ListingForm.tsx'
import { shownValue } from './listingDraft.ts'

interface ListingsProps {
  readonly item: Item
  readonly readOnly: boolean
}

/** How an item is offered at the channels that describe items in their own words; nothing where there is none. */
export function Listings({ item, readOnly }: ListingsProps) {
  const query = useQuery(listingsQuery(item.id))
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <>
      {(query.data ?? []).map(listing => (
        <ListingPanel key={listing.channelId} item={item} listing={listing} readOnly={readOnly} />
      ))}
    </>
  )
}

interface ListingPanelProps extends ListingsProps {
  readonly listing: Listing
}

function ListingPanel({ item, listing, readOnly }: ListingPanelProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [open, setOpen] = useState<'category' | 'attributes'>()
  const { channel, channelId, attributes } = listing
  const save = useMutation({
    mutationFn: (category: string | null) => saveListing(item.id, channelId, { category }),
    onSettled: () => client.invalidateQueries({ queryKey: ['items'] }),
  })
  return (
    <Panel
      title={t('offers.title', { channel })}
      aside={
        attributes.length === 0 || readOnly ? null : (
          <Button onClick={() => setOpen('attributes')}>{t('offers.edit')}</Button>
        )
      }
    >
      <div data-listing={channel}>
        {save.error ? <ErrorState error={save.error} /> : null}
        <Said listing={listing} />
        <dl className="listing-facts">
          <dt>{t('offers.state')}</dt>
          <dd>
            <ListingState item={item} listing={listing} />
          </dd>
          {listing.theirs === null ? null : (
            <>
              <dt>{t('offers.number')}</dt>
              <dd>{listing.theirs}</dd>
            </>
          )}
          <dt>{t('offers.category')}</dt>
          <dd>
            <CategorySaid listing={listing} />
            {readOnly ? null : (
              <Button
                aria-label={t('offers.changeOf', { channel })}
                loading={save.isPending}
                onClick={() => setOpen('category')}
              >
                {t('offers.change')}
              </Button>
            )}
            {!readOnly && listing.category?.isOwn ? (
              <Button onClick={() => save.mutate(null)}>{t('offers.asMapped')}</Button>
            ) : null}
          </dd>
        </dl>
        {attributes.length === 0 ? null : <Attributes listing={listing} />}
      </div>
      {open === 'category' ? (
        <ChooseCategory
          channelId={channelId}
          title={t('offers.changeOf', { channel })}
          onClose={() => setOpen(undefined)}
          onChoose={one => {
            setOpen(undefined)
            save.mutate(one.theirs)
          }}
        />
      ) : null}
      {open === 'attributes' ? (
        <ListingForm item={item} listing={listing} onClose={() => setOpen(undefined)} />
      ) : null}
    </Panel>
  )
}

/** What is missing before it can be sent, and what the channel said against it. */
function Said({ listing: { problem, refused, attributes } }: { readonly listing: Listing }) {
  const { t } = useTranslation()
  const at = attributes.find(one => one.theirs === refused?.field)
  // What holds it here is kept as a refusal too; it is said once.
  const byChannel = refused && refused.code !== problem?.code ? refused : null
  if (!problem && !byChannel) return null
  return (
    <div className="listing-said">
      {problem ? (
        <Notice tone="warn">{t(`offers.problem_${problem.code}`, { detail: problem.detail })}</Notice>
      ) : null}
      {byChannel ? (
        <Notice tone="bad">
          {at
            ? t('offers.refusedAt', { name: at.name, text: quoted(byChannel.text) })
            : t('offers.refused', { text: quoted(byChannel.text) })}
        </Notice>
      ) : null}
    </div>
  )
}

const looks: Readonly<Record<Listing['state'] | 'held', readonly [Sign, Tone]>> = {
  held: ['held', 'hold'],
  none: ['empty', 'mute'],
  waits: ['waiting', 'pend'],
  accepted: ['done', 'ok'],
  refused: ['failed', 'bad'],
}

function ListingState({ item, listing }: Omit<ListingPanelProps, 'readOnly'>) {
  const { t } = useTranslation()
  const { channelId, problem, refused } = listing
  const state = problem && refused?.code === problem.code ? 'held' : listing.state
  const [sign, tone] = looks[state]
  const at = item.channels
    .find(one => one.channelId === channelId)
    ?.shop.find(one => one.about === 'item' && one.state === 'accepted')?.at
  return (
    <Chip sign={sign} tone={tone} filled={state === 'refused'}>
      {state === 'accepted' && at
        ? t('offers.state_acceptedSince', { at: shortDate(at) })
        : t(`offers.state_${state}`)}
    </Chip>
  )
}

function CategorySaid({ listing: { category } }: { readonly listing: Listing }) {
  const { t } = useTranslation()
  if (!category)
    return (
      <Chip sign="check" tone="warn" filled>
        {t('offers.categoryNone')}
      </Chip>
    )
  return (
    <>
      <span>{category.name}</span>
      <span className="text2">{t(category.isOwn ? 'offers.categoryOwn' : 'offers.categoryMapped')}</span>
      {category.gone || category.isClosed ? (
        <Chip sign="failed" tone="bad">
          {t(category.gone ? 'offers.isGone' : 'offers.isClosed')}
        </Chip>
      ) : null}
    </>
  )
}

/** What has to be said, and what is; all the rest is a number. */
function Attributes({ listing }: { readonly listing: Listing }) {
  const { t } = useTranslation()
  const { attributes, refused } = listing
  const isShown = (one: Listing['attributes'][number]) =>
    one.isRequired ||
    one.isMissing ||
    one.isLeftOut ||
    one.told.length + one.misfits.length > 0 ||
    one.theirs === refused?.field
  const shown = attributes.filter(isShown)
  const more = attributes.length - shown.length
  return (
    <>
      {shown.length === 0 ? (
        <p className="offer-note text2">{t('offers.noneSaid')}</p>
      ) : (
        <table
          className="plain-table offer-table"
          aria-label={t('offers.title', { channel: listing.channel })}
        >
          <TableHead heads={[t('offers.attribute'), t('offers.value'), t('offers.source')]} />
          <tbody>
            {shown.map(one => (
              <tr key={one.theirs} data-attribute={one.theirs}>
                <th scope="row">
                  {one.name}
                  {one.isRequired || one.isMissing ? (
                    <span className="text2 offer-meta">{t('offers.isRequired')}</span>
                  ) : null}
                </th>
                <td className="offer-words">
                  {one.told.map(({ value }) => shownValue(one, value)).join(', ')}
                  {one.misfits.map(value => (
                    <Chip key={value} sign="failed" tone="bad">
                      {t('offers.misfit', { value })}
                    </Chip>
                  ))}
                </td>
                <td>
                  {one.isMissing ? (
                    <Chip sign="check" tone="warn" filled>
                      {t('offers.missing')}
                    </Chip>
                  ) : (
                    <span className="text2">
                      {one.isLeftOut
                        ? t('offers.leftOut')
                        : one.told.length === 0
                          ? '–'
                          : t(one.isOwn ? 'offers.own' : 'offers.mapped')}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 ? <p className="offer-note text2">{t('offers.more', { count: more })}</p> : null}
    </>
  )
}
