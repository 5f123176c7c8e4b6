import './chooser.css'
import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { type Ref, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'

/** One that can be chosen, with what tells it from others. */
export interface Choice {
  readonly id: string
  readonly label: string
  readonly about?: string
  /** Why it cannot be chosen; it stays in sight. */
  readonly against?: string
}

interface ChooserProps {
  readonly label: string
  readonly placeholder: string
  /** Only heard, where the place says it. */
  readonly hideLabel?: boolean
  readonly text: string
  readonly onText: (text: string) => void
  readonly choices: readonly Choice[]
  readonly onChoose: (id: string) => void
  /** Makes what was typed, where nothing is called so. */
  readonly create?: { readonly label: string; readonly onCreate: () => void }
  /** What is typed is still being looked up: Enter then takes the first that is found. */
  readonly waiting?: boolean
  readonly disabled?: boolean
  /** The page begins in it. */
  readonly autoFocus?: boolean
  readonly ref?: Ref<HTMLInputElement>
}

const making = '+'

/** A field that finds while one types and chooses by arrow keys and Enter. */
export function Chooser(props: ChooserProps) {
  const {
    label,
    placeholder,
    hideLabel = false,
    text,
    onText,
    choices,
    onChoose,
    create,
    disabled = false,
    waiting = false,
  } = props
  const { t } = useTranslation()
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const submit = (id: string) => {
    if (id === making) create?.onCreate()
    else onChoose(id)
    box.closeDropdown()
  }
  const isEmpty = choices.length === 0 && !create
  // Whoever types fast, and every scanner, presses Enter before anything was found.
  const hurried = useRef(false)
  // What was found comes after the typing: the first of it is what Enter takes.
  const found = choices.map(choice => choice.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other choices count, not another store of the same box
  useEffect(() => {
    if (waiting) return
    const first = hurried.current ? choices.find(choice => choice.against === undefined) : undefined
    hurried.current = false
    if (first) submit(first.id)
    else if (box.dropdownOpened && text !== '' && found !== '') box.selectFirstOption()
  }, [found, waiting])
  return (
    <Combobox store={box} onOptionSubmit={submit}>
      <Combobox.Target>
        <InputBase
          ref={props.ref}
          size="xs"
          {...(hideLabel ? { 'aria-label': label } : { label })}
          placeholder={placeholder}
          leftSection={<Icon name="search" size={14} />}
          value={text}
          disabled={disabled}
          autoFocus={props.autoFocus ?? false}
          onKeyDown={event => {
            if (event.key === 'Enter' && waiting && !event.ctrlKey) hurried.current = true
          }}
          onChange={event => {
            hurried.current = false
            onText(event.currentTarget.value)
            box.openDropdown()
            box.selectFirstOption()
          }}
          onFocus={() => box.openDropdown()}
          onClick={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={isEmpty}>
        <Combobox.Options aria-label={label} className="chooser-options">
          {choices.map(choice => (
            <Combobox.Option key={choice.id} value={choice.id} disabled={choice.against !== undefined}>
              <span className="chooser-choice">
                <span>{choice.label}</span>
                <span className="text2">{choice.against ?? choice.about}</span>
              </span>
            </Combobox.Option>
          ))}
          {create ? (
            <Combobox.Option value={making}>
              <span className="chooser-choice">
                <Icon name="plus" size={12} /> {create.label}
              </span>
            </Combobox.Option>
          ) : null}
        </Combobox.Options>
        <span className="heard-only" role="status">
          {t('common.found', { n: choices.length })}
        </span>
      </Combobox.Dropdown>
    </Combobox>
  )
}
