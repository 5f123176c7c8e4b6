import { exact } from '../base/decimal.ts'
import type { OwnValue } from '../channels/listingStore.ts'
import type { AttributeTerm } from '../channels/namedStore.ts'
import type { AttributeOfTheirs } from '../port/posted.ts'

/** A value as it is told. */
export interface ToldValue {
  readonly attribute: string
  readonly value: string
  readonly group?: string
  /** Of an attribute by which variations are told apart: the name of the variation that fills it. */
  readonly variation?: string
}

/** What is told of an item in attributes of theirs, and what is wrong with it. */
export interface ListingValues {
  /** By attribute, group and place. */
  readonly told: readonly ToldValue[]
  /** Attributes that have to be given, and are not. */
  readonly missing: readonly AttributeTerm[]
  /** Values that the attribute does not take. `isNeeded`: a person said it, or the attribute has to be given. */
  readonly misfits: readonly {
    readonly term: AttributeTerm
    readonly value: string
    readonly isNeeded: boolean
  }[]
}

/**
 * What is told of an item: what a person said of it at this channel (`own`), else what is mapped (`mapped`, by attribute). An
 * attribute that depends on others is told, and has to be given, only where one of those has one of the values. Pure.
 * `onlyWhole`: a parent of variations, of which the attributes that tell its children apart are not asked; `variationOf`: the name of the
 * variation that an attribute is filled from.
 */
export function listingValues(
  terms: readonly AttributeTerm[],
  own: readonly OwnValue[],
  mapped: (attribute: string) => readonly string[],
  onlyWhole: boolean,
  variationOf: (attribute: string) => string | undefined = () => undefined,
): ListingValues {
  const ownOf = Map.groupBy(own, one => one.attribute)
  const found = terms.map(term => {
    const said = ownOf.get(term.theirs)
    const given = said ?? mapped(term.theirs).map(value => ({ value, group: '' }))
    return { term, isOwn: said !== undefined, ...fitting(term.attribute, given) }
  })
  const told = new Map<string, (typeof found)[number]>()
  let grows = true
  while (grows) {
    grows = false
    for (const one of found)
      if (!told.has(one.term.theirs) && one.values.length > 0 && isAsked(one.term.attribute, told)) {
        told.set(one.term.theirs, one)
        grows = true
      }
  }
  const isRequired = ({ attribute }: AttributeTerm) =>
    (attribute.isRequired && !(onlyWhole && attribute.isVariation)) || holds(attribute.requiredBy, told)
  return {
    told: [...told.values()]
      .sort((a, b) => (a.term.theirs < b.term.theirs ? -1 : 1))
      .flatMap(({ term, values }) => {
        const variation = term.attribute.isVariation ? variationOf(term.theirs) : undefined
        return values.map(({ value, group }) => ({
          attribute: term.theirs,
          value,
          ...(group === '' ? {} : { group }),
          ...(variation === undefined ? {} : { variation }),
        }))
      }),
    missing: found.filter(one => one.values.length === 0 && isRequired(one.term)).map(one => one.term),
    misfits: found.flatMap(({ term, isOwn, misfits }) =>
      misfits.map(value => ({ term, value, isNeeded: isOwn || isRequired(term) })),
    ),
  }
}

type Told = ReadonlyMap<string, { readonly values: readonly { readonly value: string }[] }>

// One that depends on others is asked where one of its conditions holds; one without conditions always.
function isAsked({ isRequired, requiredBy, optionalBy }: AttributeOfTheirs, told: Told): boolean {
  if (isRequired || requiredBy.length + optionalBy.length === 0) return true
  return holds(requiredBy, told) || holds(optionalBy, told)
}

function holds(conditions: AttributeOfTheirs['requiredBy'], told: Told): boolean {
  return conditions.some(({ attribute, values }) =>
    told.get(attribute)?.values.some(one => values.includes(one.value)),
  )
}

type Given = { readonly value: string; readonly group: string }

function fitting(attribute: AttributeOfTheirs, given: readonly Given[]) {
  const values: Given[] = []
  const misfits: string[] = []
  for (const { value, group } of given) {
    if (value.trim() === '') continue
    const fits = fit(attribute, value.trim())
    if (fits === undefined) misfits.push(value)
    else if (!values.some(one => one.value === fits && one.group === group))
      values.push({ value: fits, group })
  }
  if (attribute.isMultiple) return { values, misfits }
  return {
    values: values.filter((one, at) => values.findIndex(other => other.group === one.group) === at),
    misfits,
  }
}

/** A value in the form of the attribute; undefined where it is none of it. Patterns are judged by the system: a foreign one may take for ever. */
export function fit({ type, values }: AttributeOfTheirs, text: string): string | undefined {
  switch (type) {
    case 'enum': {
      if (values.length === 0) return text
      const named = text.toLowerCase()
      return (
        values.find(one => one.value === text) ??
        values.find(one => one.display.toLowerCase() === named || one.value.toLowerCase() === named)
      )?.value
    }
    case 'boolean':
      if (yes.has(text.toLowerCase())) return 'true'
      return no.has(text.toLowerCase()) ? 'false' : undefined
    case 'integer': {
      const number = numberOf(text)
      return number !== undefined && /^-?\d+$/.test(number) ? number : undefined
    }
    case 'decimal':
      return numberOf(text)
    case 'date':
      return /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
    default:
      return text
  }
}

const yes: ReadonlySet<string> = new Set(['true', '1', 'yes', 'ja'])
const no: ReadonlySet<string> = new Set(['false', '0', 'no', 'nein'])

function numberOf(text: string): string | undefined {
  return /^-?\d{1,20}([.,]\d{1,20})?$/.test(text) ? exact(text.replace(',', '.')).toFixed() : undefined
}
