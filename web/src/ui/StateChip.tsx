import { Chip } from './Chip.tsx'
import type { StateLook } from './states.ts'

/** The chip of a state. `filled` where the state is the subject of the page. */
export function StateChip({ look, filled }: { readonly look: StateLook; readonly filled?: boolean }) {
  return (
    <Chip sign={look.sign} tone={look.tone} filled={filled ?? look.filled ?? false}>
      {look.word}
    </Chip>
  )
}
