/** What is still ticked after something was done with `done`: what was chosen meanwhile stays chosen. */
export function untick(ticked: ReadonlySet<string>, done: Iterable<string>): ReadonlySet<string> {
  return ticked.difference(new Set(done))
}
