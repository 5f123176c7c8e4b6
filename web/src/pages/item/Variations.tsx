import { Button, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Variation, VariationValue } from '../../api/families.ts'
import { EmptyState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { moved } from './moved.ts'
import type { ItemEdit } from './useItemEdit.ts'

interface VariationsProps {
  readonly edit: ItemEdit
  readonly stored: readonly Variation[]
  readonly isParent: boolean
}

/** The variations of an item and their values, in their order. A simple item becomes a parent when they are saved. */
export function Variations({ edit, stored, isParent }: VariationsProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const list = edit.variations ?? stored
  const set = (next: readonly Variation[]) =>
    edit.setVariations(JSON.stringify(next) === JSON.stringify(stored) ? undefined : next)
  const change = (at: number, variation: Variation) =>
    set(list.map((one, place) => (place === at ? variation : one)))
  const add = () => {
    const text = name.trim()
    if (text === '' || list.some(one => one.name === text)) return
    set([...list, { name: text, texts: {}, values: [] }])
    setName('')
  }
  return (
    <Panel
      title={t('item.variations')}
      about={t(isParent ? 'item.variationsHelp' : 'item.becomesParent')}
      className={edit.variations ? 'panel-changed' : ''}
    >
      {list.length === 0 ? (
        <EmptyState title={t('item.noVariations')}>{t('item.noVariationsHelp')}</EmptyState>
      ) : null}
      {!isParent && edit.variations ? <Notice tone="warn">{t('item.kindForLife')}</Notice> : null}
      <ul className="variations">
        {list.map((variation, at) => (
          <li key={variation.id ?? variation.name} className="variation">
            <TextInput
              aria-label={t('item.variationName')}
              value={variation.name}
              readOnly={edit.readOnly}
              maxLength={200}
              onChange={event => change(at, { ...variation, name: event.currentTarget.value })}
              onKeyDown={event => moveByKey(event, list, at, set)}
              rightSectionWidth={74}
              rightSection={
                <MoveButtons
                  list={list}
                  at={at}
                  name={variation.name}
                  readOnly={edit.readOnly}
                  onMove={set}
                />
              }
            />
            <Values
              variation={variation}
              readOnly={edit.readOnly}
              onChange={values => change(at, { ...variation, values })}
            />
            <RemoveVariation
              variation={variation}
              readOnly={edit.readOnly}
              onRemove={() => set(list.filter(one => one !== variation))}
            />
          </li>
        ))}
      </ul>
      {edit.readOnly ? null : (
        <form
          className="item-row"
          onSubmit={event => {
            event.preventDefault()
            add()
          }}
        >
          <TextInput
            label={t('item.newVariation')}
            placeholder={t('item.newVariationHint')}
            value={name}
            maxLength={200}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<Icon name="plus" size={12} />}>
            {t('item.addVariation')}
          </Button>
        </form>
      )}
    </Panel>
  )
}

interface ValuesProps {
  readonly variation: Variation
  readonly readOnly: boolean
  readonly onChange: (values: readonly VariationValue[]) => void
}

/** The values as tags: Enter or a comma adds what is typed, the arrows with Alt move one, its cross takes it away. */
function Values({ variation, readOnly, onChange }: ValuesProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const { values, name } = variation
  const add = (typed: string) => {
    const fresh = typed
      .split(',')
      .map(one => one.trim())
      .filter(one => one !== '' && !values.some(value => value.name === one))
    onChange([...values, ...[...new Set(fresh)].map(one => ({ name: one, texts: {}, used: false }))])
    setText('')
  }
  return (
    <div className="item-tags">
      {values.map((value, at) => (
        <span key={value.id ?? value.name} className="value-tag">
          <button
            type="button"
            aria-label={t('item.moveValue', { name: value.name })}
            aria-disabled={readOnly}
            onKeyDown={event => (readOnly ? undefined : moveByKey(event, values, at, onChange))}
          >
            {value.name}
          </button>
          {readOnly ? null : (
            <button
              type="button"
              aria-label={t('item.removeValue', { name: value.name })}
              aria-disabled={value.used}
              title={value.used ? t('item.valueUsed') : undefined}
              onClick={() => (value.used ? undefined : onChange(values.filter(one => one !== value)))}
            >
              <Icon name={value.used ? 'lock' : 'close'} size={11} />
            </button>
          )}
        </span>
      ))}
      {readOnly ? null : (
        <TextInput
          aria-label={t('item.addValueTo', { name })}
          placeholder={t('item.addValue')}
          value={text}
          maxLength={1000}
          onChange={event => {
            const typed = event.currentTarget.value
            if (typed.endsWith(',')) add(typed)
            else setText(typed)
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add(text)
          }}
          onBlur={() => (text.trim() === '' ? undefined : add(text))}
        />
      )}
    </div>
  )
}

function RemoveVariation(props: {
  readonly variation: Variation
  readonly readOnly: boolean
  readonly onRemove: () => void
}) {
  const { t } = useTranslation()
  const used = props.variation.values.some(value => value.used)
  if (props.readOnly) return null
  return (
    <Button
      aria-label={t('item.removeVariation', { name: props.variation.name })}
      aria-disabled={used}
      title={used ? t('item.variationUsed') : undefined}
      className={used ? 'button-blocked' : ''}
      onClick={() => (used ? undefined : props.onRemove())}
    >
      <Icon name={used ? 'lock' : 'close'} size={12} />
    </Button>
  )
}

interface MoveProps<T> {
  readonly list: readonly T[]
  readonly at: number
  readonly name: string
  readonly readOnly: boolean
  readonly onMove: (list: readonly T[]) => void
}

function MoveButtons<T>({ list, at, name, readOnly, onMove }: MoveProps<T>) {
  const { t } = useTranslation()
  if (readOnly || list.length < 2) return null
  return (
    <span className="move-buttons">
      <button
        type="button"
        aria-label={t('item.moveUp', { name })}
        aria-disabled={at === 0}
        onClick={() => onMove(moved(list, at, at - 1))}
      >
        <Icon name="up" size={12} />
      </button>
      <button
        type="button"
        aria-label={t('item.moveDown', { name })}
        aria-disabled={at === list.length - 1}
        onClick={() => onMove(moved(list, at, at + 1))}
      >
        <Icon name="down" size={12} />
      </button>
    </span>
  )
}

function moveByKey<T>(
  event: KeyboardEvent,
  list: readonly T[],
  at: number,
  onMove: (list: readonly T[]) => void,
): void {
  if (!event.altKey) return
  const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  onMove(moved(list, at, at + step))
}
