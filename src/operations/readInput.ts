import type { z } from 'zod'
import { KontorError, type Texts } from '../base/errors.ts'
import { inputFields } from './inputFields.ts'
import type { Operation } from './operation.ts'

/** One thing that is wrong with an input. `field` is the path of the field, such as `settings.url`. */
export interface InputFault extends Texts {
  readonly field: string
}

/** The input does not fit; `faults` names every field and what is wrong with it, never its value. */
export class InputInvalid extends KontorError {
  readonly faults: readonly InputFault[]

  constructor(faults: readonly InputFault[]) {
    const sentence = (language: keyof Texts) =>
      faults.map(fault => `${fault.field}: ${fault[language]}`).join('; ')
    super('INPUT_INVALID', {
      status: 400,
      en: `The input is not valid: ${sentence('en')}.`,
      de: `Die Eingabe ist ungültig: ${sentence('de')}.`,
    })
    this.faults = faults
  }
}

/** Checks what was given against the schema; a field that the operation does not know is refused. Error: INPUT_INVALID. */
export function readInput(
  operation: Pick<Operation, 'input'>,
  given: Readonly<Record<string, unknown>>,
): unknown {
  const fields = new Set(inputFields(operation.input).map(field => field.name))
  const unknown = Object.keys(given).filter(name => !fields.has(name))
  if (unknown.length > 0)
    throw new InputInvalid(unknown.map(field => ({ field: short(field), ...sentences.unknown })))
  const broken = unstorable(given, [])
  if (broken) throw new InputInvalid([{ field: broken.map(short).join('.'), ...sentences.unstorable }])
  const result = operation.input.safeParse(given, { reportInput: true })
  if (result.success) return result.data
  throw new InputInvalid(result.error.issues.flatMap(faultsOf))
}

const sentences = {
  unknown: { en: 'there is no such field', de: 'dieses Feld gibt es nicht' },
  missing: { en: 'is missing', de: 'fehlt' },
  unstorable: { en: 'holds a character that is none', de: 'enthält ein Zeichen, das keines ist' },
} as const

// NUL and half an emoji: JSON and URLs carry them, no text of a database does.
function unstorable(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = unstorable(name, path) ?? unstorable(part, [...path, name])
    if (found) return found
  }
  return undefined
}

// The name of an unknown field comes from outside: long enough to recognise it, too short to fill a log.
const short = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}…` : name)

type Issue = z.core.$ZodIssue

function faultsOf(issue: Issue): InputFault[] {
  const field = issue.path.map(String).map(short).join('.') || 'input'
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({
      field: issue.path.length > 0 ? `${field}.${short(key)}` : short(key),
      ...sentences.unknown,
    }))
  return [{ field, ...textsOf(issue) }]
}

const types: Readonly<Record<string, Texts>> = {
  string: { en: 'a text', de: 'ein Text' },
  number: { en: 'a number', de: 'eine Zahl' },
  int: { en: 'a whole number', de: 'eine ganze Zahl' },
  boolean: { en: 'true or false', de: 'true oder false' },
  array: { en: 'a list', de: 'eine Liste' },
  object: { en: 'an object', de: 'ein Objekt' },
  record: { en: 'a list of names and values', de: 'eine Liste von Namen und Werten' },
}
const formats: Readonly<Record<string, Texts>> = {
  uuid: { en: 'an id', de: 'eine Kennung (id)' },
  email: { en: 'an e-mail address', de: 'eine E-Mail-Adresse' },
  url: { en: 'a URL', de: 'eine URL' },
  datetime: { en: 'a time like 2026-01-31T12:00:00Z', de: 'ein Zeitpunkt wie 2026-01-31T12:00:00Z' },
  date: { en: 'a date like 2026-01-31', de: 'ein Datum wie 2026-01-31' },
}

function textsOf(issue: Issue): Texts {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return sentences.missing
      return mustBe(
        types[issue.expected] ?? { en: `of type ${issue.expected}`, de: `vom Typ ${issue.expected}` },
      )
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ')
      return mustBe({ en: `one of: ${values}`, de: `eines von: ${values}` })
    }
    case 'invalid_format': {
      return mustBe(
        formats[issue.format] ?? {
          en: 'of the form that the documentation shows',
          de: 'in der Form, die die Dokumentation zeigt',
        },
      )
    }
    case 'too_small':
    case 'too_big': {
      const least = issue.code === 'too_small'
      const border = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
      const [en, de] = units[issue.origin] ?? ['', '']
      return mustBe({
        en: `${least ? 'at least' : 'at most'} ${border}${en}`,
        de: `${least ? 'mindestens' : 'höchstens'} ${border}${de}`,
      })
    }
    default:
      return own(issue) ?? { en: 'is not valid', de: 'ist ungültig' }
  }
}

const units: Readonly<Record<string, readonly [en: string, de: string]>> = {
  string: [' characters long', ' Zeichen lang'],
  array: [' entries long', ' Einträge lang'],
}

const mustBe = (what: Texts): Texts => ({ en: `must be ${what.en}`, de: `muss ${what.de} sein` })

/** A schema's own check says it in both languages: `.refine(…, { params: { en, de } })`. */
function own(issue: Issue): Texts | undefined {
  const params: Readonly<Record<string, unknown>> = issue.code === 'custom' ? (issue.params ?? {}) : {}
  const { en, de } = params
  return typeof en === 'string' && typeof de === 'string' ? { en, de } : undefined
}
