import { queryOptions } from '@tanstack/react-query'
import type { companyShape } from '../../../src/operations/companies.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** Who sells. */
export type Company = Answer<typeof companyShape>

/** The companies of the tenant, by name. */
export const companiesQuery = queryOptions({
  queryKey: ['companies'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Company[] }>('GET', '/companies', { signal })).items,
  staleTime: 60_000,
})
