/** The four actions on a record: key of its word, key of its explanation, sign. */
export const actionWords = {
  'retry-download': ['download', 'downloadHelp', 'download'],
  'retry-import': ['import', 'importHelp', 'sync'],
  ignore: ['ignore', 'ignoreHelp', 'ban'],
  again: ['again', 'againHelp', 'undo'],
} as const
