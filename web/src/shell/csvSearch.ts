/**
 * What the address of import and export holds: the view; hash and name of what was uploaded; the import that is looked at, with
 * the outcome and the row; what is exported, of which items.
 */
export const csvSearch = [
  'view',
  'file',
  'name',
  'import',
  'did',
  'row',
  'kind',
  'search',
  'channel',
  'category',
  'itemKind',
  'active',
  'inStock',
  'warehouse',
] as const

export type CsvSearch = { readonly [Name in (typeof csvSearch)[number]]?: string | undefined }
