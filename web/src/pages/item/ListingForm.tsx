import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/item.ts'
import { type Listing, type ListingValue, saveListing } from '../../api/offers.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ListingField } from './ListingField.tsx'
import { type AskedAttribute, askedWith, type ListingDraft, saidIn } from './listingDraft.ts'

interface ListingFormProps {
  readonly item: Item
  readonly listing: Listing
  readonly onClose: () => void
}

/** The attributes of an item at one channel: what has to be said first, the rest by the sections of the channel. */
export function ListingForm({ item, listing, onClose }: ListingFormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [draft, setDraft] = useState<ListingDraft>({})
  const save = useMutation({
    mutationFn: () => saveListing(item.id, listing.channelId, { attributes: saidIn(draft) }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: ['items'] }),
  })
  const asked = askedWith(listing.attributes, draft, item.kind === 'parent')
  const set = (attribute: string, values: readonly ListingValue[] | null) => {
    save.reset()
    setDraft({ ...draft, [attribute]: values })
  }
  const field = (one: AskedAttribute) => (
    <ListingField
      key={one.theirs}
      attribute={one}
      isChanged={draft[one.theirs] !== undefined}
      isLeftOut={draft[one.theirs] === undefined ? one.isLeftOut : draft[one.theirs] === null}
      refused={listing.refused?.field === one.theirs ? listing.refused.text : undefined}
      onSet={values => set(one.theirs, values)}
    />
  )
  const required = asked.filter(one => one.isNeeded)
  const recommended = asked.filter(one => !one.isNeeded && one.isRecommended)
  const sections = Map.groupBy(
    asked.filter(one => !one.isNeeded && !one.isRecommended),
    one => [one.section, one.subSection].filter(Boolean).join(' / ') || t('offers.others'),
  )
  return (
    <FormDialog
      title={t('offers.editTitle', { channel: listing.channel })}
      size={760}
      error={save.error}
      verb={t('common.save')}
      reasons={Object.keys(draft).length === 0 ? [{ reason: t('offers.nothingChanged') }] : []}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <p className="text2 offer-here">{t('offers.editHelp')}</p>
      <div className="listing-form">
        {(
          [
            ['offers.required', required],
            ['offers.recommended', recommended],
          ] as const
        ).map(([title, list]) =>
          list.length === 0 ? null : (
            <section key={title}>
              <h3>{t(title)}</h3>
              <div className="listing-fields">{list.map(field)}</div>
            </section>
          ),
        )}
        {[...sections].map(([title, list]) => (
          <details
            key={title}
            open={list.some(one => one.said.length > 0 || one.isLeftOut) || sections.size === 1}
          >
            <summary>
              {title} <span className="text3">{list.length}</span>
            </summary>
            <div className="listing-fields">{list.map(field)}</div>
          </details>
        ))}
      </div>
    </FormDialog>
  )
}
