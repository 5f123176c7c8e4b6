import type { ForeignRequest } from '../../port/receive.ts'

/** True for a seller that both sides have open; what is posted for another one is answered with GEN700. */
export function isOpen(
  { places }: Pick<ForeignRequest, 'places'>,
  { sellerId }: { readonly sellerId: string },
): boolean {
  return places.includes(sellerId)
}
