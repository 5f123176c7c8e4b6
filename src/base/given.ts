type Given<T> = { readonly [K in keyof T]: T[K] | undefined }

/** The record without the fields that are undefined: absent is not empty. */
export function given<T extends object>(fields: Given<T>): T {
  const result: Partial<T> = {}
  for (const key in fields) if (fields[key] !== undefined) result[key] = fields[key] as T[typeof key]
  return result as T
}
