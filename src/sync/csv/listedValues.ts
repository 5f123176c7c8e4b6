/** A value of an attribute of a channel, with the row of a section that repeats; '': of none. */
export type ListedValue = readonly [group: string, value: string]

/** A cell that says that nothing is told, although the attribute is mapped. */
const nothing = '[]'

/**
 * Values as people write them: `Baumwolle | Seide`, in rows of a section that repeats `[1] Baumwolle | [2] Seide`. A bar, a backslash
 * and a bracket at the beginning of a value have a backslash before them. None: nothing is told. Undefined: it cannot be read.
 */
export function readListed(text: string): ListedValue[] | undefined {
  if (text.trim() === nothing) return []
  const parts = text.split(/(?<=(?<!\\)(?:\\\\)*)\|/).flatMap(part => part.trim() || [])
  const values = parts.map((part): ListedValue => {
    const [, group, value] = /^\[((?:\\.|[^\\\]])*)\](.*)$/s.exec(part) ?? []
    if (group === undefined || value === undefined)
      return ['', unescaped(part.startsWith('\\[') ? part.slice(1) : part)]
    return [group.replace(/\\([\\|\]])/g, '$1'), unescaped(value.trim())]
  })
  return values.length > 0 && values.every(([, value]) => value !== '') ? values : undefined
}

/** The same the other way, row by row; what is blank is left out, as where it is told. */
export function writeListed(values: readonly ListedValue[]): string {
  const said = values.filter(([, value]) => value.trim() !== '')
  if (said.length === 0) return nothing
  return said
    .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([group, value]) => {
      const text = value.trim().replace(/[\\|]/g, '\\$&')
      if (group !== '') return `[${group.replace(/[\\|\]]/g, '\\$&')}] ${text}`
      return text.startsWith('[') ? `\\${text}` : text
    })
    .join(' | ')
}

function unescaped(text: string): string {
  return text.replace(/\\([\\|])/g, '$1')
}
