/** The longest number of a payment that is looked for; as long as a person may enter one. */
const longest = 200

/** The number under which a payment is booked that a shop names at its order; null: it names none, or something that is no number. */
export function paymentNumber(reference: string | null): string | null {
  const number = reference?.trim() ?? ''
  return number === '' || number.length > longest ? null : number
}
