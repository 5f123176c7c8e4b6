/** Whether a code is a GTIN: 8, 12, 13 or 14 digits, the last of them right. The same as `kontor_is_gtin` of the database. */
export function isGtin(code: string): boolean {
  if (!/^(?:[0-9]{8}|[0-9]{12,14})$/.test(code)) return false
  const sum = [...code.padStart(14, '0')].reduce(
    (sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 3 : 1),
    0,
  )
  return sum % 10 === 0
}
