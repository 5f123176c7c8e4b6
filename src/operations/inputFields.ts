import { z } from 'zod'

/** One field of an operation's input, as path, query and command line need it: they carry text. */
export interface InputField {
  readonly name: string
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'record' | 'json'
  /** What a list is made of. */
  readonly of?: Exclude<InputField['kind'], 'list' | 'record'>
  readonly required: boolean
  /** Never typed where others can read it: `.meta({ format: 'password' })`. */
  readonly secret: boolean
  readonly choices: readonly string[]
  readonly fallback?: unknown
  /** `.meta({ description: …, 'x-de': … })`. */
  readonly help: { readonly en: string; readonly de: string }
}

const known = new WeakMap<z.ZodType, ReadonlyMap<string, InputField>>()

/** The fields of an input, from its schema, which is an object. */
export function inputFields(schema: z.ZodType): readonly InputField[] {
  return [...fieldsByName(schema).values()]
}

/** The same by their names. Read from the schema once. */
export function fieldsByName(schema: z.ZodType): ReadonlyMap<string, InputField> {
  const before = known.get(schema)
  if (before) return before
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  if (json.type !== 'object') throw new TypeError('the input of an operation must be an object')
  const fields = new Map(
    Object.entries(json.properties ?? {}).map(([name, property]) => [
      name,
      fieldOf(name, property, json.required?.includes(name) ?? false),
    ]),
  )
  known.set(schema, fields)
  return fields
}

/** The value that a text stands for; a text that does not fit stays a text, and the schema will say so. */
export function fromText(field: InputField, text: string): unknown {
  if (field.kind === 'list') {
    const parts = field.choices.length > 0 ? text.split(',').map(part => part.trim()) : [text]
    return parts.map(part => single(field.of ?? 'text', part))
  }
  return single(field.kind, text)
}

function single(kind: InputField['kind'], text: string): unknown {
  switch (kind) {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'json':
    case 'record':
      return parsed(text)
    case 'text':
    case 'list':
      return text
    default:
      return kind satisfies never
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // the schema refuses it and names the field
  }
}

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly 'x-de'?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
}

function fieldOf(name: string, schema: JsonSchema, required: boolean): InputField {
  const kind = kindOf(schema)
  const of = kind === 'list' && schema.items ? elementKind(schema.items) : undefined
  const english = schema.description ?? ''
  return {
    name,
    kind,
    ...(of ? { of } : {}),
    required,
    secret: schema.format === 'password',
    choices: (schema.enum ?? schema.items?.enum ?? []).map(String),
    ...(schema.default === undefined ? {} : { fallback: schema.default }),
    help: { en: english, de: schema['x-de'] ?? english },
  }
}

function elementKind(schema: JsonSchema): Exclude<InputField['kind'], 'list' | 'record'> {
  const kind = kindOf(schema)
  return kind === 'list' || kind === 'record' ? 'json' : kind
}

function kindOf(schema: JsonSchema): InputField['kind'] {
  const variants = (schema.anyOf ?? [schema]).filter(one => one.type !== 'null')
  const [only, another] = variants
  if (!only || another) return variants.every(one => one.type === 'string') ? 'text' : 'json'
  const type = Array.isArray(only.type) ? only.type.find(one => one !== 'null') : only.type
  if (type === 'string' || (only.enum ?? []).some(one => typeof one === 'string')) return 'text'
  if (type === 'integer' || type === 'number' || type === 'boolean') return type
  if (type === 'array') return 'list'
  if (type === 'object' && only.properties === undefined && typeof only.additionalProperties === 'object')
    return kindOf(only.additionalProperties) === 'text' ? 'record' : 'json'
  return 'json'
}
