import i18next from 'i18next'

const words = {
  link: 'how_link',
  email_name: 'how_email_name',
  name_address: 'how_name_address',
  new: 'how_new',
  person: 'how_person',
  likeness: 'how_likeness',
  collect: 'how_collect',
} as const

/** How a customer was recognised, in words. */
export function howWord(how: string): string {
  const word = Object.entries(words).find(([name]) => name === how)?.[1]
  return word ? i18next.t(`inbox.${word}`) : how
}
