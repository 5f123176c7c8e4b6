/** What stands behind the `?` of a call, in the words of the shop. Values are encoded by `api.ts`. */
export type Query = Readonly<Record<string, string>>

export interface Filter {
  /** A property of the shop's model (`status`, not `orderStatusId`): an unknown one is an HTTP 500. */
  readonly property: string
  /** Absent: a text is compared by LIKE, a list is IN. */
  readonly expression?: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'IN'
  readonly value: string | readonly string[]
}

/** `filter[i][property]`, `[expression]`, `[value]` of conditions that all have to hold. */
export function filterBy(...filters: readonly Filter[]): Query {
  return Object.fromEntries(
    filters.flatMap(({ property, expression, value }, at) => {
      const name = `filter[${at}]`
      const values: readonly (readonly [string, string])[] =
        typeof value === 'string'
          ? [[`${name}[value]`, value]]
          : value.map((one, index) => [`${name}[value][${index}]`, one] as const)
      return [
        [`${name}[property]`, property],
        ...(expression ? [[`${name}[expression]`, expression] as const] : []),
        ...values,
      ]
    }),
  )
}

/** `sort[i][property]` and `[direction]`, ascending. */
export function sortBy(...properties: readonly string[]): Query {
  return Object.fromEntries(
    properties.flatMap((property, at) => [
      [`sort[${at}][property]`, property],
      [`sort[${at}][direction]`, 'ASC'],
    ]),
  )
}
