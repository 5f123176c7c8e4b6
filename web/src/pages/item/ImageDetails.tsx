import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeImage, fileAddress, imageAddress, removeImage } from '../../api/images.ts'
import type { Item, ItemImage } from '../../api/item.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count } from '../../words/format.ts'
import { languageName } from './languages.ts'
import { channelsOf } from './textSources.ts'

interface DetailsProps {
  readonly item: Item
  readonly image: ItemImage
  readonly readOnly: boolean
  readonly onDone: () => unknown
}

/** What one image shows in words, and where it is shown. */
export function ImageDetails({ item, image, readOnly, onDone }: DetailsProps) {
  const { t } = useTranslation()
  const [alt, setAlt] = useState<Readonly<Record<string, string>>>()
  const [channelIds, setChannelIds] = useState<readonly string[]>()
  const [removing, setRemoving] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      changeImage(image.id, {
        ...(alt
          ? { alt: Object.fromEntries(Object.entries(alt).filter(([, text]) => text.trim() !== '')) }
          : {}),
        ...(channelIds ? { channelIds } : {}),
      }),
    onSuccess: async () => {
      await onDone()
      setAlt(undefined)
      setChannelIds(undefined)
    },
  })
  const words = alt ?? image.alt
  const chosen = channelIds ?? image.channelIds
  const channels = channelsOf(item)
  const isChanged = alt !== undefined || channelIds !== undefined
  return (
    <form
      className="item-fields"
      onSubmit={event => {
        event.preventDefault()
        if (isChanged && !readOnly) save.mutate()
      }}
    >
      <a href={fileAddress(image.hash)} target="_blank" rel="noreferrer" className="image-large">
        <img src={imageAddress(image, 800)} alt={words['de'] ?? Object.values(words)[0] ?? t('item.noAlt')} />
      </a>
      <p className="text2">
        {`${count(image.width)} × ${count(image.height)} · ${image.mediaType.replace('image/', '').toUpperCase()}`}
      </p>
      {save.error ? <ErrorState error={save.error} /> : null}
      {item.languages.map(language => (
        <TextInput
          key={language}
          lang={language}
          label={t('item.alt', { language: languageName(language) })}
          className={alt && (alt[language] ?? '') !== (image.alt[language] ?? '') ? 'field-changed' : ''}
          value={words[language] ?? ''}
          readOnly={readOnly}
          maxLength={500}
          onChange={event => setAlt({ ...words, [language]: event.currentTarget.value })}
        />
      ))}
      {channels.length > 0 ? (
        <fieldset className="item-values" disabled={readOnly}>
          <legend>{t('item.shownAt')}</legend>
          <Checkbox
            label={t('item.allChannels')}
            checked={chosen.length === 0}
            onChange={event =>
              setChannelIds(event.currentTarget.checked ? [] : channels.map(one => one.channelId))
            }
          />
          {channels.map(({ channelId, channel }) => (
            <Checkbox
              key={channelId}
              label={channel}
              checked={chosen.length === 0 || chosen.includes(channelId)}
              disabled={readOnly || chosen.length === 0}
              onChange={event =>
                setChannelIds(
                  event.currentTarget.checked
                    ? [...chosen, channelId]
                    : chosen.filter(one => one !== channelId),
                )
              }
            />
          ))}
        </fieldset>
      ) : null}
      <div className="item-row">
        <ReasonButton
          verb={t('common.save')}
          loading={save.isPending}
          reasons={[
            ...(readOnly ? [{ reason: t('common.needsRight', { right: 'items.write' }) }] : []),
            ...(isChanged ? [] : [{ reason: t('again.nothingChanged') }]),
          ]}
          onClick={() => save.mutate()}
        />
        <ReasonButton
          verb={t('item.removeImage')}
          label={t('item.removeImageAsk')}
          reasons={readOnly ? [{ reason: t('common.needsRight', { right: 'items.write' }) }] : []}
          onClick={() => setRemoving(true)}
        />
      </div>
      {removing ? <RemoveDialog image={image} onClose={() => setRemoving(false)} onDone={onDone} /> : null}
    </form>
  )
}

function RemoveDialog(props: {
  readonly image: ItemImage
  readonly onClose: () => void
  readonly onDone: () => unknown
}) {
  const { t } = useTranslation()
  const remove = useMutation({
    mutationFn: () => removeImage(props.image.id),
    onSuccess: async () => {
      await props.onDone()
      props.onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={460}
      title={t('item.removeImage')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {remove.error ? <ErrorState error={remove.error} /> : null}
      <p>{t('item.removeImageHelp')}</p>
      <div className="dialog-foot">
        <Button data-autofocus onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="filled" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('item.removeImage')}
        </Button>
      </div>
    </Modal>
  )
}
