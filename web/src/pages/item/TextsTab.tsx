import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TextField as Field, type Item, textFields } from '../../api/item.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TextField } from './Fields.tsx'
import { textKey } from './fields.ts'
import { languageName, languagesToAdd } from './languages.ts'
import { channelsOf, type Place, sourceOf } from './textSources.ts'
import type { ItemEdit } from './useItemEdit.ts'

const longest: Readonly<Record<Field, number>> = {
  name: 500,
  shortDescription: 20_000,
  description: 200_000,
  path: 500,
  metaTitle: 500,
  metaDescription: 2000,
  metaKeywords: 2000,
}
const lines: Readonly<Partial<Record<Field, number>>> = {
  shortDescription: 3,
  description: 10,
  metaDescription: 3,
}

/** What buyers read, and by what they find it. */
const said = ['name', 'shortDescription', 'description'] as const satisfies readonly Field[]
const found = ['path', 'metaTitle', 'metaDescription', 'metaKeywords'] as const satisfies readonly Field[]

/** What is said of an item in each language, for everyone and for single channels; what is empty shows where it comes from. */
export function TextsTab({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const { base } = edit
  const [added, setAdded] = useState<readonly string[]>([])
  const languages = [...new Set([...base.languages, ...added])]
  const [chosen, setChosen] = useState<Place>({ language: languages[0] ?? 'de' })
  const channel = channelsOf(base).find(one => one.channelId === chosen.channelId)
  const where = channel?.channel ?? t('item.everyone')
  return (
    <div className="item-texts">
      <Panel
        title={t('item.textMatrix')}
        about={t('item.textMatrixHelp')}
        aside={
          <NativeSelect
            aria-label={t('item.addLanguage')}
            value=""
            disabled={edit.readOnly}
            data={[
              { value: '', label: t('item.addLanguage') },
              ...languagesToAdd(languages).map(one => ({ value: one, label: languageName(one) })),
            ]}
            onChange={event => {
              const language = event.currentTarget.value
              if (language === '') return
              setAdded([...added, language])
              setChosen({ ...chosen, language })
            }}
          />
        }
      >
        <div className="item-scroll-x">
          <table className="plain-table text-matrix" aria-label={t('item.textMatrix')}>
            <thead>
              <tr>
                <th scope="col">{t('item.channel')}</th>
                {languages.map(language => (
                  <th key={language} scope="col">
                    {languageName(language)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{t('item.everyone')}</th>
                {languages.map(language => (
                  <TextCell
                    key={language}
                    edit={edit}
                    place={{ language }}
                    chosen={chosen}
                    onChoose={setChosen}
                  />
                ))}
              </tr>
              {channelsOf(base).map(({ channelId, channel: name }) => (
                <tr key={channelId}>
                  <th scope="row">
                    <ChannelName name={name} />
                  </th>
                  {languages.map(language => (
                    <TextCell
                      key={language}
                      edit={edit}
                      place={{ language, channelId }}
                      chosen={chosen}
                      onChoose={setChosen}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <Panel
        title={`${where} · ${languageName(chosen.language)}`}
        about={<ToldNote item={base} place={chosen} />}
      >
        <div className="item-text-fields">
          {[said, found].map(fields => (
            <div key={fields[0]} className="item-fields">
              {fields.map(field => (
                <OneText key={field} edit={edit} place={chosen} field={field} />
              ))}
            </div>
          ))}
        </div>
      </Panel>
    </div>
  )
}

/** Whether anything is said in one place; the button that opens it. */
function TextCell(props: {
  readonly edit: ItemEdit
  readonly place: Place
  readonly chosen: Place
  readonly onChoose: (place: Place) => void
}) {
  const { edit, place, chosen, onChoose } = props
  const { t } = useTranslation()
  const { language, channelId } = place
  const own = textFields.filter(field => edit.text(textKey(language, field, channelId)) !== '').length
  const changed = textFields.some(field => edit.isChanged(textKey(language, field, channelId)))
  const isChosen = chosen.language === language && chosen.channelId === channelId
  return (
    <td className={changed ? 'text-cell-changed' : ''}>
      <button
        type="button"
        className="text-cell"
        aria-pressed={isChosen}
        onClick={() => onChoose(channelId === undefined ? { language } : { language, channelId })}
      >
        <Chip
          sign={own === 0 ? 'left' : own === textFields.length ? 'full' : 'half'}
          tone={own === 0 ? 'mute' : 'ok'}
        >
          {own === 0
            ? t(channelId === undefined ? 'item.textNone' : 'item.textElsewhere')
            : t('item.textOwn', { n: own, of: textFields.length })}
        </Chip>
      </button>
    </td>
  )
}

/** One field: its own text, or greyed what stands there instead and where that is from. */
function OneText({
  edit,
  place,
  field,
}: {
  readonly edit: ItemEdit
  readonly place: Place
  readonly field: Field
}) {
  const { t } = useTranslation()
  const { language, channelId } = place
  const key = textKey(language, field, channelId)
  const own = edit.text(key) !== ''
  const source = own ? undefined : sourceOf(edit, place, field)
  const from =
    source === undefined
      ? undefined
      : source.place === undefined
        ? t('item.fromItem')
        : t('item.fromPlace', {
            place: channelName(edit.base, source.place.channelId) ?? t('item.everyone'),
            language: languageName(source.place.language),
          })
  return (
    <div lang={language}>
      <TextField
        edit={edit}
        name={key}
        label={t(`item.text_${field}`)}
        maxLength={longest[field]}
        {...(lines[field] === undefined ? {} : { rows: lines[field] })}
        {...(source ? { placeholder: source.text.slice(0, 2000) } : {})}
        {...(from === undefined ? {} : { help: from })}
      />
      {own && channelId !== undefined && !edit.readOnly ? (
        <Button size="compact-xs" className="text-reset" onClick={() => edit.set({ [key]: '' })}>
          {t('item.asElsewhere', { field: t(`item.text_${field}`) })}
        </Button>
      ) : null}
    </div>
  )
}

function ToldNote({ item, place }: { readonly item: Item; readonly place: Place }) {
  const { t } = useTranslation()
  if (place.channelId === undefined) return t('item.everyoneHelp')
  const cell = item.textCells.find(
    one => one.channelId === place.channelId && one.language === place.language,
  )
  return t(cell?.told === false ? 'item.notTold' : 'item.told')
}

function channelName(item: Item, channelId: string | undefined): string | undefined {
  return channelsOf(item).find(one => one.channelId === channelId)?.channel
}
