import { z } from 'zod'
import { isDay } from '../../base/wallTime.ts'
import { cleanText } from '../../port/canonical.ts'
import { decimalText } from '../../port/exactJson.ts'

/**
 * The scalars of the wire, as real programs send them: the PHP client makes texts of whole numbers and of flags (`"4711"`, `"1"`,
 * `""`) and writes offsets without a colon [V]; programs in other languages send proper types. The result has one form for each, so
 * that the same content is the same whoever sent it.
 *
 * A message of an issue is a key of `problems` (errorsOf.ts), never a sentence.
 */

/** A seller's id at the channel. */
export const sellerId = z.string().regex(/^\w{1,50}$/, 'sellerId')

/** A whole number from `least` on, as a number or as a text of digits. */
export function int(least = 0) {
  return z.unknown().transform((value, context) => {
    const isText = typeof value === 'string' && /^[+-]?\d{1,16}$/.test(value.trim())
    const number = isText ? Number(value) : value
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number
    return wrong(context, value, 'int')
  })
}

const flags = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['1', true],
  ['0', false],
  ['true', true],
  ['false', false],
  ['', false],
])

/** A flag. `""` is false: it is what PHP makes of it [V]. */
export const bool = z
  .unknown()
  .transform((value, context) => flags.get(value) ?? wrong(context, value, 'bool'))

/** Three factors of so many digits are still exact (src/base/decimal.ts). */
const longestNumber = 25

/** A decimal with a dot, as text or number, kept as its shortest text: `10.00` and 10 are one number. */
export const decimal = z.unknown().transform(readDecimal)

function readDecimal(value: unknown, context: z.RefinementCtx): string {
  const text = decimalText(value)
  return text !== undefined && text.length <= longestNumber
    ? shortest(text)
    : wrong(context, value, 'decimal')
}

function shortest(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? []
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return digits === '0' ? digits : sign + digits
}

/** A decimal above 0. */
export const quantity = decimal.refine(text => !text.startsWith('-') && !isZero(text), 'positive')

/** A decimal that may be missing; an empty text is none: PHP writes what was never set so. */
export const optionalDecimal = z
  .unknown()
  .transform((value, context) => {
    if (value === undefined || value === '') return undefined
    return readDecimal(value, context)
  })
  .optional()

/** The same, of 0 or more. */
export const optionalAmount = optionalDecimal.refine(
  text => text === undefined || !text.startsWith('-') || isZero(text),
  'negative',
)

/** True for 0 in any spelling. */
export function isZero(text: string): boolean {
  return !/[1-9]/.test(text)
}

const timePattern =
  /^((?:19|2\d)\d\d-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?(?:(Z)|([+-](?:0\d|1[0-4]))(?::?([0-5]\d))?)?$/i

/**
 * An instant in ISO 8601, in UTC with milliseconds. Offsets: `+0000` [V], `+00`, `+00:00`, `Z`; a time without one is UTC. Undefined
 * for what is no time.
 */
export function instantOf(text: string): string | undefined {
  const found = timePattern.exec(text.trim())
  if (!found) return undefined
  const [, day = '', time = '', fraction = '', , hours, minutes = '00'] = found
  const date = new Date(`${day}T${time}${fraction.slice(0, 4)}${hours ? `${hours}:${minutes}` : 'Z'}`)
  return !Number.isNaN(date.getTime()) && isDay(day) ? date.toISOString() : undefined
}

/** An instant (`instantOf`). */
export const instant = z
  .unknown()
  .transform(
    (value, context) =>
      (typeof value === 'string' ? instantOf(value) : undefined) ?? wrong(context, value, 'instant'),
  )

/** A text of so many characters. What no database text can hold is replaced. */
export function text(least: number, most: number) {
  return z
    .string('text')
    .refine(value => value.length >= least, { message: 'short', abort: true })
    .refine(value => value.length <= most || [...value].length <= most, { message: 'long', abort: true })
    .transform(cleanText)
}

/** A text that names something: as `text`, and without control characters, halves of characters and space around it. */
export function id(most: number) {
  return z
    .string('text')
    .refine(value => value.length >= 1, { message: 'short', abort: true })
    .refine(value => value.length <= most || [...value].length <= most, { message: 'long', abort: true })
    .refine(value => value.isWellFormed() && !/[\p{Cc}]|^\s|\s$/u.test(value), 'id')
}

/** A UUID, in small letters. */
export const uuid = z
  .string('text')
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'uuid')
  .transform(value => value.toLowerCase())

/** One of these words. */
export function enumOf<const T extends string>(...words: readonly [T, ...T[]]) {
  return z.enum(words, 'enum')
}

/** May be missing; what is null was left out before (`readJson`). */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.optional()
}

/** A text that may be missing; an empty one is none. */
export function optionalText(most: number) {
  return z
    .string('text')
    .refine(value => value.length <= most || [...value].length <= most, { message: 'long', abort: true })
    .transform(value => (value === '' ? undefined : cleanText(value)))
    .optional()
}

/** A list of `least` to `most`. */
export function list<T extends z.ZodType>(schema: T, least: number, most: number) {
  return z.array(schema, 'list').min(least, 'few').max(most, 'many')
}

function wrong(context: z.RefinementCtx, value: unknown, problem: string): never {
  context.addIssue({ code: 'custom', message: value === undefined || value === null ? 'missing' : problem })
  return z.NEVER
}
