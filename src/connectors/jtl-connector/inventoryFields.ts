import { Rejected } from '../../port/errors.ts'
import { decimalOf, idText, instantOf, isModel } from './payloads.ts'

type Model = Readonly<Record<string, unknown>>

/** What could not be read of one model. */
export interface Reader {
  readonly timeZone: string
  readonly unread: string[]
}

/** Models of a list; anything else is none. */
export function modelsIn(value: unknown): readonly Model[] {
  return Array.isArray(value) ? value.filter(isModel) : []
}

/** Their id; '' for none, as which some write 0. */
export function idOf(value: unknown): string {
  const id = idText(value)
  return id === '0' ? '' : id
}

/** A decimal as text; what is none is noted and left out. */
export function decimal(value: unknown, path: string, reader: Reader): string | undefined {
  return read(() => decimalOf(value, path), path, reader)
}

/** An instant; what is none is noted and left out. */
export function instant(value: unknown, path: string, reader: Reader): string | undefined {
  return read(() => instantOf(value, path, reader.timeZone), path, reader)
}

function read<T>(get: () => T, path: string, reader: Reader): T | undefined {
  try {
    return get()
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    reader.unread.push(path)
    return undefined
  }
}

/** A place: a whole number from 0 on; what is none stands in front. */
export function wholeOf(value: unknown, path: string, reader: Reader): number {
  const number = Math.trunc(Number(decimal(value, path, reader) ?? '0'))
  return Math.min(65_536, Math.max(0, number))
}
