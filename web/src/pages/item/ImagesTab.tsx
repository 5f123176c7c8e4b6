import './images.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sortImages } from '../../api/images.ts'
import type { Item } from '../../api/item.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { ImageDetails } from './ImageDetails.tsx'
import { ImageTiles } from './ImageTiles.tsx'
import { type Upload, useUploads } from './useUploads.ts'

/** The images of an item: dropped or chosen, put in order, described, shown at chosen channels. What is done here is done at once. */
export function ImagesTab({ item, readOnly }: { readonly item: Item; readonly readOnly: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['items', 'one'] })
  const { uploads, add, retry, dismiss } = useUploads(item.id, refresh)
  const [chosen, setChosen] = useState<string>()
  const [over, setOver] = useState(false)
  const sort = useMutation({
    mutationFn: (ids: readonly string[]) => sortImages(item.id, ids),
    onSettled: refresh,
  })
  // Until the server has answered, the order is the one that was asked for.
  const order = sort.isPending ? sort.variables : undefined
  const images = order ? order.flatMap(id => item.images.find(one => one.id === id) ?? []) : item.images
  const current = images.find(one => one.id === chosen) ?? images[0]
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!readOnly) add([...event.dataTransfer.files])
  }
  return (
    <div className="item-images">
      <section
        className={over ? 'image-drop image-drop-over' : 'image-drop'}
        aria-label={t('item.images')}
        onDragOver={event => {
          if (!event.dataTransfer.types.includes('Files')) return
          event.preventDefault()
          setOver(!readOnly)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {sort.error ? <ErrorState error={sort.error} /> : null}
        {readOnly ? null : <ChooseFiles onFiles={add} />}
        {uploads.length > 0 ? (
          <ul className="uploads">
            {uploads.map(upload => (
              <UploadLine
                key={upload.id}
                upload={upload}
                onRetry={() => retry(upload.id)}
                onDismiss={() => dismiss(upload.id)}
              />
            ))}
          </ul>
        ) : null}
        {images.length === 0 && uploads.length === 0 ? (
          <EmptyState title={t('item.noImages')}>{t('item.noImagesHelp')}</EmptyState>
        ) : (
          <ImageTiles
            images={images}
            current={current?.id}
            readOnly={readOnly}
            onCurrent={setChosen}
            onSort={ids => sort.mutate(ids)}
          />
        )}
      </section>
      {current ? (
        <Panel title={t('item.imageTitle', { n: images.indexOf(current) + 1, all: images.length })}>
          <ImageDetails key={current.id} item={item} image={current} readOnly={readOnly} onDone={refresh} />
        </Panel>
      ) : null}
    </div>
  )
}

function ChooseFiles({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation()
  return (
    <label className="image-choose">
      <Icon name="image" />
      <span>{t('item.dropHere')}</span>
      <span className="image-choose-button">{t('item.chooseFiles')}</span>
      <input
        className="heard-only"
        type="file"
        multiple
        accept="image/*"
        onChange={event => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </label>
  )
}

interface UploadLineProps {
  readonly upload: Upload
  readonly onRetry: () => void
  readonly onDismiss: () => void
}

/** How far a file is, or why it was not taken. */
function UploadLine({ upload, onRetry, onDismiss }: UploadLineProps) {
  const { t } = useTranslation()
  const { file, share, error } = upload
  return (
    <li>
      <span className="upload-name">{file.name}</span>
      {error ? (
        <>
          <ErrorState error={error} onRetry={onRetry} />
          <button type="button" className="tree-turn" aria-label={t('item.dismiss')} onClick={onDismiss}>
            <Icon name="close" size={12} />
          </button>
        </>
      ) : (
        <>
          <Progress share={share} label={t('item.uploading', { name: file.name })} />
          <span className="text2">{t(share < 1 ? 'item.sending' : 'item.preparing')}</span>
        </>
      )}
    </li>
  )
}
