import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Attribute, attributeKinds, attributesQuery, defineAttribute } from '../../api/item.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TextField } from './Fields.tsx'
import { attributeKey } from './fields.ts'
import { languageName } from './languages.ts'
import type { ItemEdit } from './useItemEdit.ts'

/** What is said of an item in attributes: those that shops are told, and fields of one's own. */
export function Attributes({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const query = useQuery(attributesQuery)
  const [added, setAdded] = useState<readonly string[]>([])
  const [making, setMaking] = useState(false)
  const all = query.data ?? []
  const drafted = Object.keys(edit.draft).flatMap(key =>
    key.startsWith('attribute/') ? [key.split('/')[1]] : [],
  )
  const there = new Set([...edit.base.attributes.map(one => one.attributeId), ...drafted, ...added])
  const shown = all.filter(one => there.has(one.id))
  const rest = all.filter(one => !there.has(one.id))
  return (
    <Panel
      title={t('item.attributes')}
      about={t('item.attributesHelp')}
      aside={
        <>
          <NativeSelect
            aria-label={t('item.addAttribute')}
            value=""
            disabled={edit.readOnly || rest.length === 0}
            data={[
              { value: '', label: t('item.addAttribute') },
              ...rest.map(one => ({ value: one.id, label: one.name })),
            ]}
            onChange={event => setAdded([...added, event.currentTarget.value])}
          />
          <Button
            aria-disabled={edit.readOnly}
            leftSection={<Icon name="plus" size={12} />}
            onClick={() => setMaking(!edit.readOnly)}
          >
            {t('item.newAttribute')}
          </Button>
        </>
      }
    >
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {shown.length === 0 ? (
        <EmptyState title={t('item.noAttributes')}>{t('item.noAttributesHelp')}</EmptyState>
      ) : (
        <div className="item-fields">
          {shown.map(one => (
            <OneAttribute key={one.id} edit={edit} attribute={one} />
          ))}
        </div>
      )}
      {making ? (
        <NewAttribute
          onClose={() => setMaking(false)}
          onMade={id => {
            setAdded([...added, id])
            setMaking(false)
          }}
        />
      ) : null}
    </Panel>
  )
}

function OneAttribute({ edit, attribute }: { readonly edit: ItemEdit; readonly attribute: Attribute }) {
  const { t } = useTranslation()
  const { id, name, kind, translated, sent } = attribute
  const own = (
    <Chip sign={sent ? 'full' : 'lock'} tone="mute">
      {t(sent ? 'item.sent' : 'item.ownField')}
    </Chip>
  )
  if (!translated && kind === 'flag') {
    const key = attributeKey(id, '')
    return (
      <NativeSelect
        label={name}
        description={own}
        className={edit.isChanged(key) ? 'field-changed' : ''}
        disabled={edit.readOnly}
        value={edit.text(key)}
        data={[
          { value: '', label: '–' },
          { value: 'true', label: t('item.yes') },
          { value: 'false', label: t('item.no') },
        ]}
        onChange={event => edit.set({ [key]: event.currentTarget.value })}
      />
    )
  }
  const languages = translated ? edit.base.languages : ['']
  return (
    <>
      {languages.map(language => (
        <TextField
          key={language}
          edit={edit}
          name={attributeKey(id, language)}
          label={language === '' ? name : `${name} · ${languageName(language)}`}
          {...(language === languages[0] ? { help: own } : {})}
          {...(kind === 'date' ? { placeholder: '2026-12-31' } : {})}
          {...(kind === 'number'
            ? {
                placeholder: '12.5',
                onTyped: (text: string) => edit.set({ [attributeKey(id, language)]: text.replace(',', '.') }),
              }
            : {})}
        />
      ))}
    </>
  )
}

/** Makes an attribute that any item may have then. */
function NewAttribute(props: { readonly onClose: () => void; readonly onMade: (id: string) => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: (attribute: Omit<Attribute, 'id'>) => defineAttribute(attribute),
    onSuccess: async id => {
      await client.invalidateQueries({ queryKey: ['attributes'] })
      if (id) props.onMade(id)
    },
  })
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={460}
      title={t('item.newAttribute')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          const kind = attributeKinds.find(one => one === data.get('kind')) ?? 'text'
          const name = String(data.get('name') ?? '').trim()
          if (name === '') return
          make.mutate({ name, kind, sent: data.has('sent'), translated: data.has('translated') })
        }}
      >
        {make.error ? <ErrorState error={make.error} /> : null}
        <TextInput name="name" label={t('item.name')} required data-autofocus maxLength={255} />
        <NativeSelect
          name="kind"
          label={t('item.attributeKind')}
          data={attributeKinds.map(kind => ({ value: kind, label: t(`item.kind_${kind}`) }))}
        />
        <Checkbox name="sent" defaultChecked label={t('item.isSent')} description={t('item.isSentHelp')} />
        <Checkbox name="translated" label={t('item.isTranslated')} description={t('item.isTranslatedHelp')} />
        <div className="dialog-foot">
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={make.isPending}>
            {t('item.make')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
