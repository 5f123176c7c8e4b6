import './switch.css'

interface SwitchProps {
  /** What is on or off, for who hears it. */
  readonly label: string
  readonly on: boolean
  /** The word beside it: what it is now. */
  readonly word: string
  readonly onToggle: () => void
}

/** Something that is on or off. The word says which; the colour never alone. */
export function Switch({ label, on, word, onToggle }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className="switch"
      onClick={onToggle}
    >
      <span className="switch-track" aria-hidden="true" />
      <span aria-hidden="true">{word}</span>
    </button>
  )
}
