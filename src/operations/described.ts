/** What an input means, for people, in both languages: `meta` of its schema. */
export function described(description: string, german: string) {
  return { description, 'x-de': german }
}
