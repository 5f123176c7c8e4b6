import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { imageAddress } from '../../api/images.ts'
import type { ItemImage } from '../../api/item.ts'
import { language } from '../../words/i18n.ts'
import { moved } from './moved.ts'

interface TilesProps {
  readonly images: readonly ItemImage[]
  readonly current: string | undefined
  readonly readOnly: boolean
  readonly onCurrent: (id: string) => void
  readonly onSort: (ids: readonly string[]) => void
}

interface Drag {
  readonly from: number
  readonly to: number
  readonly x: number
  readonly y: number
  readonly moving: boolean
}

/** Px that a pointer may tremble before a click becomes a drag. */
const tremble = 5

/**
 * The images in their order; the first one stands for the item in lists. Dragged with the pointer, or moved with Alt and the
 * arrows; arrows alone go from one to the next, one tab stop.
 */
export function ImageTiles({ images, current, readOnly, onCurrent, onSort }: TilesProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const [drag, setDrag] = useState<Drag>()
  const [said, setSaid] = useState('')
  const focus = useRef<string>(undefined)
  // The tile that was moved keeps the focus in its new place.
  useEffect(() => {
    const id = focus.current
    if (id === undefined) return
    focus.current = undefined
    list.current?.querySelector<HTMLElement>(`[data-image="${id}"]`)?.focus()
  })
  const put = (from: number, to: number) => {
    const ids = images.map(one => one.id)
    const next = moved(ids, from, to)
    if (next === ids) return
    focus.current = ids[from]
    setSaid(t('item.imageMoved', { n: to + 1, all: images.length }))
    onSort(next)
  }
  const go = (to: number) => {
    const image = images[Math.min(images.length - 1, Math.max(0, to))]
    if (!image) return
    focus.current = image.id
    onCurrent(image.id)
  }
  const onKey = (event: KeyboardEvent, at: number) => {
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: images.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (!event.altKey) go(to)
    else if (!readOnly) put(at, to)
  }
  const onDown = (event: PointerEvent, at: number) => {
    if (readOnly || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ from: at, to: at, x: event.clientX, y: event.clientY, moving: false })
  }
  const onMove = (event: PointerEvent) => {
    if (!drag) return
    const moving = drag.moving || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > tremble
    if (moving)
      setDrag({ ...drag, moving, to: placeAt(list.current, event.clientX, event.clientY) ?? drag.to })
  }
  const onUp = () => {
    if (drag?.moving) put(drag.from, drag.to)
    setDrag(undefined)
  }
  return (
    <>
      <ul className="image-tiles" ref={list} aria-label={t('item.imageOrder')}>
        {images.map((image, at) => {
          const alt = image.alt[language()] ?? Object.values(image.alt)[0] ?? ''
          const look = drag?.moving
            ? at === drag.from
              ? 'image-tile image-dragged'
              : at === drag.to
                ? `image-tile image-${drag.to < drag.from ? 'before' : 'behind'}`
                : 'image-tile'
            : 'image-tile'
          return (
            <li key={image.id}>
              <button
                type="button"
                data-image={image.id}
                className={look}
                aria-pressed={image.id === current}
                aria-label={t('item.imageAt', { n: at + 1, alt: alt === '' ? t('item.noAlt') : alt })}
                aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
                tabIndex={image.id === current ? 0 : -1}
                onClick={() => onCurrent(image.id)}
                onKeyDown={event => onKey(event, at)}
                onPointerDown={event => onDown(event, at)}
                onPointerMove={onMove}
                onPointerUp={onUp}
                onPointerCancel={() => setDrag(undefined)}
              >
                <img src={imageAddress(image, 200)} alt="" draggable={false} loading="lazy" />
                <span className="image-place">{at === 0 ? t('item.mainImage') : at + 1}</span>
                {image.channelIds.length > 0 ? (
                  <span className="image-only">
                    {t('item.onlyChannels', { count: image.channelIds.length })}
                  </span>
                ) : null}
              </button>
            </li>
          )
        })}
      </ul>
      {images.length > 1 && !readOnly ? <p className="item-note text2">{t('item.sortHelp')}</p> : null}
      <span className="heard-only" role="status">
        {said}
      </span>
    </>
  )
}

/** Over which tile a point lies. */
function placeAt(list: HTMLElement | null, x: number, y: number): number | undefined {
  const tiles = [...(list?.querySelectorAll('li') ?? [])]
  const at = tiles.findIndex(tile => {
    const box = tile.getBoundingClientRect()
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
  })
  return at < 0 ? undefined : at
}
