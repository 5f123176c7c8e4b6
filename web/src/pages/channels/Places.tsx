import './places.css'
import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { addPlace, type Connection, choosePlace, type Place, placesQuery } from '../../api/connections.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'

/** What is asked about before a channel is added: a place that the system named, or one that a person types. */
type Chosen = Pick<Place, 'place' | 'name' | 'parked'> | 'other'

/** The places that an account offers, who sells there, and the way to sell at one more. */
export function Places({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const mayChange = useMayChange()
  const query = useQuery(placesQuery(connection.id))
  const [chosen, setChosen] = useState<Chosen>()
  const client = useQueryClient()
  const choose = useMutation({
    mutationFn: (wish: { channelId: string; place: string }) => choosePlace(wish.channelId, wish.place),
    onSuccess: () => client.invalidateQueries(),
  })
  const places = query.data ?? []
  // The channel that the connection was made with, as long as nobody has said where it sells.
  const homeless = places.find(one => one.place === '' && one.channelId !== null)
  return (
    <Panel
      title={t('channels.places')}
      aside={
        <ReasonButton
          verb={t('channels.placeOther')}
          reasons={mayChange}
          onClick={() => setChosen('other')}
        />
      }
    >
      <div className="channel-form">
        <p className="text2">{t('channels.placesHelp')}</p>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {choose.error ? <ErrorState error={choose.error} /> : null}
        {homeless && places.length > 1 ? (
          <Notice tone="warn">{t('channels.placeChoose', { channel: homeless.channel })}</Notice>
        ) : null}
        {query.data && !places.some(one => one.place !== '') ? <p>{t('channels.placesNone')}</p> : null}
      </div>
      {places.length > 0 ? (
        <table className="plain-table places">
          <TableHead
            heads={[
              t('channels.place'),
              t('channels.placeSells'),
              { right: t('channels.placeParked') },
              { heard: t('channels.placeAdd') },
            ]}
          />
          <tbody>
            {places.map(one => (
              <tr key={one.place} data-place={one.place}>
                <th scope="row">
                  <span>{one.place === '' ? t('channels.placeWhole') : one.name}</span>
                  {one.active ? null : <span className="text2"> {t('channels.placeResting')}</span>}
                </th>
                <td>
                  {one.channelId ? (
                    <Link to="/channels" search={before => ({ ...before, channel: one.channelId ?? '' })}>
                      {one.channel}
                    </Link>
                  ) : (
                    <span className="text2">{t('channels.placeFree')}</span>
                  )}
                </td>
                <td className={one.parked > 0 ? 'cell-right strong' : 'cell-right text3'}>
                  {count(one.parked)}
                </td>
                <td className="cell-right">
                  {one.channelId || !homeless?.channelId ? null : (
                    <ReasonButton
                      verb={t('channels.placeMove', { channel: homeless.channel })}
                      aria-label={t('channels.placeMoveOf', { channel: homeless.channel, place: one.name })}
                      reasons={mayChange}
                      loading={choose.isPending}
                      onClick={() => choose.mutate({ channelId: homeless.channelId ?? '', place: one.place })}
                    />
                  )}
                  {one.channelId ? null : (
                    <ReasonButton
                      verb={t('channels.placeAdd')}
                      aria-label={t('channels.placeAddOf', { place: one.name })}
                      reasons={mayChange}
                      onClick={() => setChosen(one)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {chosen ? (
        <AddPlace connection={connection} chosen={chosen} onClose={() => setChosen(undefined)} />
      ) : null}
    </Panel>
  )
}

interface AddPlaceProps {
  readonly connection: Connection
  readonly chosen: Chosen
  readonly onClose: () => void
}

function AddPlace({ connection, chosen, onClose }: AddPlaceProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const go = useNavigate()
  const key = useRef(onceKey())
  const known = chosen === 'other' ? undefined : chosen
  const add = useMutation({
    mutationFn: (wish: { place: string; name: string }) => addPlace(connection.id, wish, key.current),
    onError: () => {
      key.current = onceKey()
    },
    onSuccess: async channel => {
      await client.invalidateQueries()
      onClose()
      await go({ to: '/channels', search: { channel: channel.id, tab: 'general' } })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={t('channels.placeTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          const given = new FormData(event.currentTarget)
          add.mutate({
            place: known?.place ?? String(given.get('place') ?? '').trim(),
            name: String(given.get('name') ?? '').trim(),
          })
        }}
      >
        {add.error ? <ErrorState error={add.error} /> : null}
        <TextInput
          name="place"
          label={t('channels.placeField')}
          defaultValue={known?.place ?? ''}
          readOnly={known !== undefined}
          maxLength={500}
          required
          {...(known ? {} : { 'data-autofocus': true })}
        />
        <TextInput
          name="name"
          label={t('channels.placeName')}
          defaultValue={known?.name ?? ''}
          maxLength={100}
          required
          {...(known ? { 'data-autofocus': true } : {})}
        />
        <p className="text2">{t('channels.placeNext')}</p>
        {known && known.parked > 0 ? (
          <Notice tone="info">{t('channels.placeParkedNote', { count: known.parked })}</Notice>
        ) : null}
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={add.isPending}>
            {t('channels.placeVerb')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
