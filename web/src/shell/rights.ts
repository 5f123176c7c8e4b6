import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'

/** Whether who is signed in has a right. */
export function useRight(right: string): boolean {
  const { data } = useQuery(sessionQuery)
  return data?.rights.includes(right) ?? false
}
