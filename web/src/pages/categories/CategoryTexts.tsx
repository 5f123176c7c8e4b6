import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ShownCategory, type TextPart, textParts } from '../../api/categories.ts'
import { Panel } from '../../ui/Panel.tsx'
import { language as spoken } from '../../words/i18n.ts'
import { type Draft, textOf, withText } from './draft.ts'

/** Languages that can be chosen besides those in which something is said. */
const usual = ['de', 'en', 'fr', 'it', 'es', 'nl', 'pl', 'cs', 'da', 'sv', 'pt', 'hu', 'ro'] as const
const long: readonly TextPart[] = ['description', 'metaDescription']
const most: Readonly<Record<TextPart, number>> = {
  name: 255,
  description: 200_000,
  path: 500,
  metaTitle: 500,
  metaDescription: 2000,
  metaKeywords: 2000,
}

interface CategoryTextsProps {
  readonly category: ShownCategory
  readonly draft: Draft
  readonly readOnly: boolean
  readonly onChange: (draft: Draft) => void
}

/** The texts of one language, for everyone or for one channel; what is not said shows greyed what counts instead. */
export function CategoryTexts({ category, draft, readOnly, onChange }: CategoryTextsProps) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<string>(spoken())
  const [channelId, setChannelId] = useState('')
  const said = Object.keys(category.texts)
  const languages = [...new Set([...said, ...usual])].sort(
    (one, other) =>
      Number(said.includes(other)) - Number(said.includes(one)) || (nameOf(one) < nameOf(other) ? -1 : 1),
  )
  const instead = (part: TextPart): string => {
    const everywhere = channelId === '' ? '' : textOf(draft, category, { channelId: '', language, part })
    if (everywhere !== '') return t('categories.fallback', { text: everywhere.slice(0, 200) })
    return part === 'name' ? t('categories.fallbackName', { text: draft.name ?? category.name }) : ''
  }
  return (
    <Panel
      title={t('categories.texts')}
      aside={
        <>
          <NativeSelect
            aria-label={t('categories.language')}
            value={language}
            onChange={event => setLanguage(event.currentTarget.value)}
            data={languages.map(one => ({
              value: one,
              label: `${nameOf(one)}${said.includes(one) ? ' ✓' : ''}`,
            }))}
          />
          <NativeSelect
            aria-label={t('categories.at')}
            value={channelId}
            onChange={event => setChannelId(event.currentTarget.value)}
            data={[
              { value: '', label: t('categories.everywhere') },
              ...category.channels.map(one => ({ value: one.channelId, label: one.channel })),
            ]}
          />
        </>
      }
    >
      <div className="category-fields">
        {textParts.map(part => {
          const place = { channelId, language, part }
          const text = textOf(draft, category, place)
          const isChanged = draft.texts.has([channelId, language, part].join('|'))
          const field = {
            label: t(`categories.part_${part}`),
            className: [isChanged ? 'field-changed' : '', part === 'description' ? 'category-wide' : ''].join(
              ' ',
            ),
            placeholder: instead(part),
            value: text,
            readOnly,
            maxLength: most[part],
          }
          const change = (next: string) => onChange(withText(draft, category, place, next))
          return long.includes(part) ? (
            <Textarea
              key={part}
              {...field}
              rows={part === 'description' ? 5 : 2}
              onChange={event => change(event.currentTarget.value)}
            />
          ) : (
            <TextInput key={part} {...field} onChange={event => change(event.currentTarget.value)} />
          )
        })}
      </div>
    </Panel>
  )
}

function nameOf(language: string): string {
  return new Intl.DisplayNames([spoken()], { type: 'language', fallback: 'code' }).of(language) ?? language
}
