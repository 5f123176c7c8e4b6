import type { z } from 'zod'

/** What the browser reads of an operation's answer: its shape with instants as the texts that JSON makes of them. */
export type Answer<Shape extends z.ZodType> = AsJson<z.output<Shape>>

type AsJson<T> = T extends Date
  ? string
  : T extends readonly (infer One)[]
    ? readonly AsJson<One>[]
    : T extends object
      ? { readonly [Key in keyof T]: AsJson<T[Key]> }
      : T
