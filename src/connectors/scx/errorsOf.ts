import type { z } from 'zod'
import type { Said, ScxError } from './answers.ts'
import { notValid } from './answers.ts'

/** What can be wrong with a field. The keys are the messages of issues in the schemas. */
const problems = {
  missing: { de: 'Pflichtfeld fehlt', en: 'is required' },
  object: { de: 'muss ein Objekt sein', en: 'must be an object' },
  list: { de: 'muss eine Liste sein', en: 'must be a list' },
  few: { de: 'zu wenige Einträge', en: 'has too few entries' },
  many: { de: 'zu viele Einträge', en: 'has too many entries' },
  text: { de: 'muss ein Text sein', en: 'must be a text' },
  short: { de: 'darf nicht leer sein', en: 'must not be empty' },
  long: { de: 'ist zu lang', en: 'is too long' },
  id: { de: 'enthält unerlaubte Zeichen', en: 'holds characters that are not allowed' },
  sellerId: {
    de: 'muss 1 bis 50 Buchstaben, Ziffern oder _ enthalten',
    en: 'must be 1 to 50 letters, digits or _',
  },
  int: { de: 'muss eine ganze Zahl im erlaubten Bereich sein', en: 'must be a whole number in range' },
  bool: { de: 'muss wahr oder falsch sein', en: 'must be true or false' },
  decimal: { de: 'muss eine Dezimalzahl sein', en: 'must be a decimal number' },
  negative: { de: 'darf nicht negativ sein', en: 'must not be negative' },
  positive: { de: 'muss größer als 0 sein', en: 'must be above 0' },
  instant: { de: 'muss ein Zeitpunkt nach ISO 8601 sein', en: 'must be an ISO 8601 date-time' },
  uuid: { de: 'muss eine UUID sein', en: 'must be a UUID' },
  enum: { de: 'hat keinen erlaubten Wert', en: 'has no allowed value' },
  country3: { de: 'muss ein Land mit drei Buchstaben sein', en: 'must be a country of three letters' },
  invalid: { de: 'ist ungültig', en: 'is not valid' },
} as const satisfies Readonly<Record<string, Said>>

/** More errors than this of one call help nobody. */
const mostErrors = 100

/**
 * The VAL100 list of a body that is not as its schema says: each message begins with the place, such as
 * `orderList[0].sellerId: …` [D]; `field`: the field of a form that it stands in. No value of the call is in it.
 */
export function errorsOf({ issues }: Pick<z.ZodError, 'issues'>, field?: string): readonly ScxError[] {
  return issues.slice(0, mostErrors).map(issue => {
    const said = problems[problemOf(issue)]
    const place = placeOf(field === undefined ? issue.path : [field, ...issue.path])
    const at = place === '' ? '' : `${place}: `
    return { ...notValid({ de: at + said.de, en: at + said.en }), at: issue.path }
  })
}

function problemOf(issue: z.core.$ZodIssue): keyof typeof problems {
  const { code } = issue
  // Of a choice by a field, `input` is what has the field.
  const input = code === 'invalid_union' ? fieldOf(issue.input, issue.path.at(-1)) : issue.input
  const isOfForm = code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union'
  if (isOfForm && (input === undefined || input === null)) return 'missing'
  if (Object.hasOwn(problems, issue.message)) return issue.message as keyof typeof problems
  if (issue.code === 'invalid_type')
    return issue.expected === 'array' ? 'list' : issue.expected === 'string' ? 'text' : 'object'
  if (code === 'invalid_union') return 'enum'
  return 'invalid'
}

function fieldOf(input: unknown, key: PropertyKey | undefined): unknown {
  const isField = typeof input === 'object' && input !== null && key !== undefined
  return isField ? Reflect.get(input, key) : input
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`
    return place === '' ? String(key) : `${place}.${String(key)}`
  }, '')
}
