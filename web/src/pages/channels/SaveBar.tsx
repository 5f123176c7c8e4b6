import { SaveBar as Bar, type SaveBarProps } from '../../ui/SaveBar.tsx'
import { useMayChange } from './mayChange.ts'

/** The bar below a form of a sales channel. */
export function SaveBar(props: Omit<SaveBarProps, 'reasons'>) {
  return <Bar {...props} reasons={useMayChange()} />
}
