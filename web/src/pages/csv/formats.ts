/** How files can be written, with the word for each. */
export const encodings = [
  { value: 'utf-8', word: 'encoding_utf8' },
  { value: 'windows-1252', word: 'encoding_windows1252' },
  { value: 'utf-16le', word: 'encoding_utf16' },
] as const

export const separators = [
  { value: ';', word: 'separator_semicolon' },
  { value: ',', word: 'separator_comma' },
  { value: '\t', word: 'separator_tab' },
  { value: '|', word: 'separator_bar' },
] as const

export const decimals = [
  { value: ',', word: 'decimal_comma' },
  { value: '.', word: 'decimal_point' },
] as const
