import { formsOfOneName } from './givenNames.ts'
import { consonants, loose, nearness, plainWords } from './likeWords.ts'

/** A person's name as it is compared. */
export interface LikeName {
  /** Given names; of a couple one list each. */
  readonly first: readonly (readonly string[])[]
  readonly last: readonly string[]
  readonly generation: 'sen' | 'jun' | null
  /** It was written in letters that are not Latin. */
  readonly foreign: boolean
}

/** How two names relate. The order is from the same person to another one. */
export const nameRelations = [
  'NAME_SAME',
  'NAME_SWAPPED',
  'NAME_OTHER_LETTERS',
  'NAME_FORM',
  'NAME_TYPO',
  'NAME_DOUBLE',
  'NAME_INITIAL',
  'FIRST_NAME_MISSING',
  'LAST_NAME_OTHER',
  'NAME_UNKNOWN',
  'FIRST_NAME_OTHER',
  'NAME_OTHER',
] as const
export type NameRelation = (typeof nameRelations)[number]

/** A name out of its two fields, wherever in them it stands; null where there is none, or only a placeholder. */
export function likeName(firstField: string | undefined, lastField: string | undefined): LikeName | null {
  const lastWords = plainWords((lastField ?? '').replace(/\b(geb|geborene|née|nee)\b.*$/i, ''))
  const couple = (firstField ?? '')
    .split(/\s(?:und|u\.?|and|et|y)\s|[&+]/i)
    .map(part => wordsOf(plainWords(part)))
  let first = couple.filter(words => words.length > 0)
  const generation = lastWords.find(word => generations.has(word)) ?? null
  let last = wordsOf(lastWords.filter(word => !generations.has(word)))
  const [only, ...more] = first
  if (last.length === 0 && only && more.length === 0 && only.length > 1) {
    last = only.slice(-1)
    first = [only.slice(0, -1)]
  } else if (first.length === 0 && last.length > 1) {
    first = [last.slice(0, -1)]
    last = last.slice(-1)
  }
  if (last.length === 0 || last.some(word => placeholders.has(word)) || last.join('').length < 2) return null
  const text = `${firstField ?? ''} ${lastField ?? ''}`
  return {
    first: first.filter(words => !words.every(word => placeholders.has(word))),
    last,
    generation: generations.get(generation ?? '') ?? null,
    foreign: /[\u0370-\u052f]/.test(text),
  }
}

const generations: ReadonlyMap<string, 'sen' | 'jun'> = new Map([
  ['sen', 'sen'],
  ['senior', 'sen'],
  ['sr', 'sen'],
  ['jun', 'jun'],
  ['junior', 'jun'],
  ['jr', 'jun'],
])
const titles = new Set(
  `dr prof med mag dipl ing ddr herr frau hr fr mr mrs ms familie fam ehel eheleute oma opa freiherr freifrau graefin
   von vom van der den de di da del della la le du zu zum zur`.split(/\s+/),
)
const placeholders = new Set(
  `gast guest guestuser kunde kundin customer unbekannt unknown user name vorname nachname nn na none null test marktplatzkunde`.split(
    ' ',
  ),
)

// Without titles and "von", unless that is all there is; a long number is the post number of a packing station.
function wordsOf(words: readonly string[]): string[] {
  const named = words.filter(word => !/^\d{5,}$/.test(word))
  const plain = named.filter(word => !titles.has(word))
  return plain.length > 0 || named.every(word => familyWords.has(word)) ? plain : named
}
const familyWords = new Set([
  'familie',
  'fam',
  'ehel',
  'eheleute',
  'herr',
  'frau',
  'hr',
  'fr',
  'mr',
  'mrs',
  'ms',
  'dr',
])

/** How two names relate; NAME_UNKNOWN where one is missing, or they cannot be compared. Pure. */
export function relateNames(a: LikeName | null, b: LikeName | null): NameRelation {
  if (!a || !b) return 'NAME_UNKNOWN'
  const last = relateLast(a.last, b.last)
  if (a.generation && b.generation && a.generation !== b.generation) return 'FIRST_NAME_OTHER'
  const first = relateFirst(a.first, b.first)
  if (last === 'same' && first === 'same') return 'NAME_SAME'
  if (bag(a) === bag(b)) return 'NAME_SWAPPED'
  if (a.foreign !== b.foreign && sameConsonants(a, b)) return 'NAME_OTHER_LETTERS'
  if (isLatin(a) !== isLatin(b)) return 'NAME_UNKNOWN'
  if (first === 'unknown')
    return last === 'same' ? 'FIRST_NAME_MISSING' : last === 'other' ? 'NAME_OTHER' : 'NAME_UNKNOWN'
  if (last === 'other') return first === 'same' || first === 'form' ? 'LAST_NAME_OTHER' : 'NAME_OTHER'
  if (first === 'other') return 'FIRST_NAME_OTHER'
  if (first === 'initial') return 'NAME_INITIAL'
  if (last === 'part') return 'NAME_DOUBLE'
  if (last === 'alike' || first === 'alike') return 'NAME_TYPO'
  return 'NAME_FORM'
}

function relateLast(a: readonly string[], b: readonly string[]): 'same' | 'alike' | 'part' | 'other' {
  const near = nearness(a.join(''), b.join(''))
  if (near !== 'other') return near
  const shared = a.filter(word => b.some(other => nearness(word, other) === 'same'))
  return shared.length > 0 && shared.length === Math.min(a.length, b.length) ? 'part' : 'other'
}

type FirstRelation = 'same' | 'form' | 'alike' | 'initial' | 'other' | 'unknown'
const firstOrder: readonly FirstRelation[] = ['same', 'form', 'alike', 'initial', 'other', 'unknown']

// Of a couple whichever fits best; only all of them are the same.
function relateFirst(a: LikeName['first'], b: LikeName['first']): FirstRelation {
  if (a.length === 0 || b.length === 0) return 'unknown'
  if (coupleKey(a) === coupleKey(b)) return 'same'
  const relations = a.flatMap(one => b.map(other => relateGiven(one, other)))
  const best = firstOrder.find(relation => relations.includes(relation)) ?? 'other'
  return best === 'same' && (a.length > 1 || b.length > 1) ? 'form' : best
}
const coupleKey = (all: LikeName['first']) =>
  all
    .map(words => loose(words.join('')))
    .sort()
    .join('+')

function relateGiven(a: readonly string[], b: readonly string[]): FirstRelation {
  const [x = '', y = ''] = [a.join(''), b.join('')]
  const whole = nearness(x, y)
  if (whole === 'same') return 'same'
  if (isInitial(a, b) || isInitial(b, a)) return 'initial'
  const [one = '', other = ''] = [a[0], b[0]]
  // A name by which somebody is called comes first; half of it further behind is his son's.
  if (formsOfOneName(x, y) || (a.length === 1 || b.length === 1 ? formsOfOneName(one, other) : false))
    return 'form'
  if (nearness(one, other) === 'same' && (a.length === 1 || b.length === 1)) return 'form'
  return whole
}

function isInitial(short: readonly string[], long: readonly string[]): boolean {
  const letters = short.join('')
  if (short.every(word => word.length === 1) && letters.length <= long.length)
    return long.every((word, at) => at >= letters.length || word[0] === letters[at])
  return letters.length === 2 && long.length === 2 && long.every((word, at) => word[0] === letters[at])
}

const bag = ({ first, last }: LikeName) =>
  first.length > 1 ? '' : [...(first[0] ?? []), ...last].map(loose).sort().join(' ')

function sameConsonants(a: LikeName, b: LikeName): boolean {
  const pairs = [
    [a.last.join(''), b.last.join('')],
    [a.first.flat().join(''), b.first.flat().join('')],
  ] as const
  return pairs.every(
    ([x, y]) =>
      x !== '' && y !== '' && consonants(x) === consonants(y) && x.endsWith('a') === y.endsWith('a'),
  )
}

const isLatin = ({ first, last }: LikeName) => /[a-z]/.test(first.flat().join('') + last.join(''))
