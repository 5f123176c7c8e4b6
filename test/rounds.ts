/**
 * How often a test by chance is repeated: as often as it says, times `KONTOR_TEST_ROUNDS` (1 if absent). What it says is for
 * every change; before a release, and where something is suspected, ten times as much.
 */
export function rounds(usual: number): number {
  return Math.ceil(usual * Number(process.env.KONTOR_TEST_ROUNDS ?? 1))
}
