import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type StoredText, textFields } from './itemFields.ts'
import { type TextsByLanguage, textFor } from './textFallback.ts'

// From the first that counts to the last: what is said for the channel before what is said for everyone, in the language before
// the company's.
const levels = ['channel en', 'standard en', 'channel de', 'standard de'] as const

function said(field: keyof StoredText, which: readonly string[]) {
  const texts = (owner: string): TextsByLanguage =>
    Object.fromEntries(
      ['en', 'de'].flatMap(language =>
        which.includes(`${owner} ${language}`)
          ? [[language, { name: '', [field]: `${owner} ${language}` }]]
          : [],
      ),
    )
  return [texts('channel'), texts('standard')] as const
}

test('each field of a text is the first that is said, on each of the four levels', () => {
  for (const languages of [['en'], ['de', 'en'], []])
    for (const field of textFields)
      for (let set = 0; set < 16; set++) {
        const which = levels.filter((_, at) => set & (1 << at))
        const told = textFor({ languages, company: 'de', itemName: 'Own' }, ...said(field, which))
        const expected = which[0] ?? (field === 'name' ? 'Own' : undefined)
        const shown =
          languages.length > 0 ? languages : [...new Set(['de', ...which.map(one => one.slice(-2))])]
        assert.deepEqual(Object.keys(told).sort(), [...shown].sort(), `${languages} ${field} ${which}`)
        if (shown.includes('en')) assert.equal(told.en?.[field], expected, `${languages} ${field} ${which}`)
        const german = which.find(one => one.endsWith('de')) ?? (field === 'name' ? 'Own' : undefined)
        if (shown.includes('de')) assert.equal(told.de?.[field], german, `${languages} ${field} ${which}`)
      }
})

test('a text of no further language is told, and what nobody says is absent', () => {
  const wish = { languages: ['fr'], company: 'de', itemName: 'Tasse' }
  const standard = { de: { name: 'Becher', path: '' }, en: { name: 'Mug', description: 'Big' } }
  assert.deepEqual(textFor(wish, {}, standard), { fr: { name: 'Becher' } })
  assert.deepEqual(textFor({ ...wish, languages: [] }, {}, {}), { de: { name: 'Tasse' } })
})
