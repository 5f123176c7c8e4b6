/**
 * The values in the query of an address that look like secrets: "?controller=jtlconnector" is part of the address, a key or
 * a token in it opens the door. Empty for a text that is no address.
 */
export function secretsOfAddress(setting: string): string[] {
  if (!/^https?:/i.test(setting) || !URL.canParse(setting)) return []
  const values = [...new URL(setting).searchParams]
  return values.flatMap(([name, value]) =>
    value !== '' && (/key|token|pass|secret|auth|sign/i.test(name) || /^(?=.*\d).{8,}$/.test(value))
      ? [value]
      : [],
  )
}

/** The address as it may be shown and stored in clear: with those values covered. */
export function coveredAddress(setting: string): string {
  const secrets = secretsOfAddress(setting)
  if (secrets.length === 0) return setting
  const url = new URL(setting)
  for (const [name, value] of [...url.searchParams])
    if (secrets.includes(value)) url.searchParams.set(name, '***')
  return url.href
}
