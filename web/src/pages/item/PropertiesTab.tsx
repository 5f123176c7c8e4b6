import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addCharacteristic,
  addCharacteristicValue,
  addManufacturer,
  type Characteristic,
  characteristicsQuery,
  manufacturersQuery,
  type Named,
} from '../../api/item.ts'
import { Chooser } from '../../ui/Chooser.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { FilterTag } from '../../ui/Toolbar.tsx'
import { Attributes } from './Attributes.tsx'
import { CrossSelling } from './CrossSelling.tsx'
import type { ItemEdit } from './useItemEdit.ts'

/** Who makes an item, what shops filter it by, and what else is said of it. */
export function PropertiesTab({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  return (
    <div className="item-columns">
      <div className="item-stack">
        <Panel title={t('item.manufacturerId')}>
          <div className="item-fields">
            <Manufacturer edit={edit} />
          </div>
        </Panel>
        <Panel
          title={t('item.characteristics')}
          about={t('item.characteristicsHelp')}
          className={edit.isChanged('characteristics') ? 'panel-changed' : ''}
        >
          <Characteristics edit={edit} />
        </Panel>
        <CrossSelling shown={edit.base.crossSelling} />
      </div>
      <Attributes edit={edit} />
    </div>
  )
}

function Manufacturer({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [typed, setTyped] = useState<string>()
  const { data = [], error } = useQuery(manufacturersQuery(typed?.trim() ?? ''))
  const [picked, setPicked] = useState<Named>()
  const id = edit.text('manufacturerId')
  const known =
    id === edit.base.manufacturerId ? edit.base.manufacturer : picked?.id === id ? picked.name : null
  const make = useMutation({
    mutationFn: addManufacturer,
    onSuccess: made => {
      edit.set({ manufacturerId: made.id })
      setPicked(made)
      setTyped(undefined)
      return client.invalidateQueries({ queryKey: ['manufacturers'] })
    },
  })
  const text = typed?.trim() ?? ''
  const isNew = text !== '' && !data.some(one => one.name.toLowerCase() === text.toLowerCase())
  return (
    <div className={edit.isChanged('manufacturerId') ? 'field-changed' : ''}>
      {error || make.error ? <ErrorState error={error ?? make.error} /> : null}
      <Chooser
        label={t('item.manufacturerId')}
        placeholder={t('item.manufacturerNone')}
        text={typed ?? known ?? ''}
        disabled={edit.readOnly}
        onText={next => {
          setTyped(next)
          if (next === '') edit.set({ manufacturerId: '' })
        }}
        choices={data.map(one => ({ id: one.id, label: one.name }))}
        onChoose={chosen => {
          edit.set({ manufacturerId: chosen })
          setPicked(data.find(one => one.id === chosen))
          setTyped(undefined)
        }}
        {...(isNew
          ? {
              create: {
                label: t('item.makeManufacturer', { name: text }),
                onCreate: () => make.mutate(text),
              },
            }
          : {})}
      />
    </div>
  )
}

function Characteristics({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(characteristicsQuery)
  const [shown, setShown] = useState<readonly string[]>([])
  const [text, setText] = useState('')
  const held = edit.value('characteristics')
  const chosen = new Set(Array.isArray(held) ? held : [])
  const make = useMutation({
    mutationFn: ({ name, value }: { name: string; value: string }) => addCharacteristic(name, value),
    onSettled: () => client.invalidateQueries({ queryKey: ['characteristics'] }),
  })
  const all = query.data ?? []
  const visible = all.filter(one => shown.includes(one.id) || one.values.some(value => chosen.has(value.id)))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    edit.set({ characteristics: [...next].sort() })
  }
  const rest = all.filter(one => !visible.includes(one))
  const [name = '', value = ''] = text.split(':').map(part => part.trim())
  const found = rest.filter(one => one.name.toLowerCase().includes(name.toLowerCase()))
  return (
    <div className="item-fields">
      {query.error || make.error ? <ErrorState error={query.error ?? make.error} /> : null}
      {visible.map(one => (
        <OneCharacteristic
          key={one.id}
          characteristic={one}
          chosen={chosen}
          readOnly={edit.readOnly}
          onToggle={toggle}
        />
      ))}
      <Chooser
        label={t('item.addCharacteristic')}
        placeholder={t('item.addCharacteristicHint')}
        text={text}
        onText={setText}
        disabled={edit.readOnly}
        choices={found.map(one => ({
          id: one.id,
          label: one.name,
          about: t('item.valueCount', { count: one.values.length }),
        }))}
        onChoose={id => {
          setShown([...shown, id])
          setText('')
        }}
        {...(name !== '' && value !== '' && !all.some(one => one.name === name)
          ? {
              create: {
                label: t('item.makeCharacteristic', { name, value }),
                onCreate: () => {
                  make.mutate({ name, value }, { onSuccess: made => setShown([...shown, made.id]) })
                  setText('')
                },
              },
            }
          : {})}
      />
    </div>
  )
}

interface OneProps {
  readonly characteristic: Characteristic
  readonly chosen: ReadonlySet<string>
  readonly readOnly: boolean
  readonly onToggle: (valueId: string) => void
}

/** The values of one: pressed those that the item has. */
function OneCharacteristic({ characteristic, chosen, readOnly, onToggle }: OneProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const add = useMutation({
    mutationFn: (name: string) => addCharacteristicValue(characteristic, name),
    onSuccess: () => setText(''),
    onSettled: () => client.invalidateQueries({ queryKey: ['characteristics'] }),
  })
  // Of many values only the pressed ones stand there; the field finds the others.
  const few = characteristic.values.length <= 12
  const shown = characteristic.values.filter(value => few || chosen.has(value.id))
  const typed = text.trim().toLowerCase()
  const found = characteristic.values.filter(
    value => !chosen.has(value.id) && value.name.toLowerCase().includes(typed),
  )
  const isNew = typed !== '' && !characteristic.values.some(value => value.name.toLowerCase() === typed)
  return (
    <fieldset className="item-values" disabled={readOnly}>
      <legend>{characteristic.name}</legend>
      {add.error ? <ErrorState error={add.error} /> : null}
      <div className="item-tags">
        {shown.map(value => (
          <FilterTag
            key={value.id}
            label={value.name}
            active={chosen.has(value.id)}
            onClick={() => onToggle(value.id)}
          />
        ))}
        <Chooser
          label={t('item.addValueTo', { name: characteristic.name })}
          hideLabel
          placeholder={t('item.addValue')}
          text={text}
          onText={setText}
          disabled={readOnly}
          choices={found.slice(0, 50).map(value => ({ id: value.id, label: value.name }))}
          onChoose={id => {
            onToggle(id)
            setText('')
          }}
          {...(isNew
            ? {
                create: {
                  label: t('item.makeValue', { name: text.trim() }),
                  onCreate: () => add.mutate(text.trim()),
                },
              }
            : {})}
        />
      </div>
    </fieldset>
  )
}
