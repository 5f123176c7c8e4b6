/** A table of texts: key → [German, English]. */
export type Pairs = Readonly<Record<string, readonly [de: string, en: string]>>
