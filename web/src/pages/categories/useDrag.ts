import { type PointerEvent, useState } from 'react'

/** A pointer that moved less was a click. */
const least = 6

/**
 * Dragging of a line of the tree onto another one, by pointer events. Answers what is dragged and what it is over; `start` is
 * for `onPointerDown`. Keys do the same (Ctrl X, Ctrl V).
 */
export function useDrag(onPut: (id: string, into: string) => void) {
  const [drag, setDrag] = useState<{ readonly id: string; readonly over: string | undefined }>()
  const start = (event: PointerEvent, id: string) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const { clientX, clientY } = event
    let over: string | undefined
    let isDragged = false
    const move = (at: globalThis.PointerEvent) => {
      isDragged ||= Math.hypot(at.clientX - clientX, at.clientY - clientY) >= least
      if (!isDragged) return
      over = categoryAt(at.clientX, at.clientY)
      setDrag({ id, over: over === id ? undefined : over })
    }
    const end = () => {
      document.removeEventListener('pointermove', move)
      document.removeEventListener('pointerup', drop)
      document.removeEventListener('pointercancel', end)
      document.removeEventListener('keydown', stop)
      setDrag(undefined)
    }
    const drop = () => {
      end()
      if (isDragged && over !== undefined && over !== id) onPut(id, over)
    }
    const stop = (key: KeyboardEvent) => {
      if (key.key === 'Escape') end()
    }
    document.addEventListener('pointermove', move)
    document.addEventListener('pointerup', drop)
    document.addEventListener('pointercancel', end)
    document.addEventListener('keydown', stop)
  }
  return { dragged: drag?.id, over: drag?.over, start }
}

function categoryAt(x: number, y: number): string | undefined {
  const row = document.elementFromPoint(x, y)?.closest('[data-category]')
  return row instanceof HTMLElement ? row.dataset['category'] : undefined
}
