import { nearness, plainWords } from './likeWords.ts'

/** How two firms relate. */
export const companyRelations = ['COMPANY_SAME', 'COMPANY_TYPO', 'COMPANY_PART', 'COMPANY_OTHER'] as const
export type CompanyRelation = (typeof companyRelations)[number]

/** The words of a firm that tell it from others: without legal form, articles and single letters. */
export function companyWords(company: string | undefined): string[] {
  return plainWords(company).filter(
    word => word.length > 1 && !legalForms.has(word) && !/^\d{5,}$/.test(word),
  )
}

const legalForms = new Set(
  `gmbh mbh ag kg ohg ug gbr kgaa se haftungsbeschraenkt gesmbh ges mbb partg partgmbb inh inhaber inhaberin co cie ltd limited llc inc
   sarl srl snc sas sa spa bv nv oy ab as aps kft sro und et the der die das dem zum zur am im dr prof med eingetragener verein`.split(
    /\s+/,
  ),
)

/**
 * How two firms relate. `persons`: words of the names that stand beside them; an owner's name in the firm of one side does
 * not make it another firm. What both have beyond the other, as "Elektro" and "Sanitär", makes two firms. Pure.
 */
export function relateCompanies(
  a: readonly string[],
  b: readonly string[],
  persons: readonly string[],
): CompanyRelation {
  const whole = relate(a, b)
  if (whole !== 'COMPANY_OTHER' || persons.length === 0) return whole
  const rest = (words: readonly string[]) => words.filter(word => !persons.includes(word))
  const [x, y] = [rest(a), rest(b)]
  return x.length > 0 && y.length > 0 ? relate(x, y) : whole
}

function relate(a: readonly string[], b: readonly string[]): CompanyRelation {
  const near = nearness([...a].sort().join(''), [...b].sort().join(''))
  const inOrder = nearness(a.join(''), b.join(''))
  if (near === 'same' || inOrder === 'same') return 'COMPANY_SAME'
  if (a.every(word => b.includes(word)) || b.every(word => a.includes(word))) return 'COMPANY_PART'
  return inOrder === 'alike' && a.length === b.length ? 'COMPANY_TYPO' : 'COMPANY_OTHER'
}
