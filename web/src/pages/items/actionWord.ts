import i18next from 'i18next'
import { items } from '../../words/items.ts'

type Key = keyof typeof items

/** What an entry of the log says was done; an action without a word of its own is "changed". */
export function actionWord(action: string): string {
  const key = `did_${action.replaceAll(/[.-]/g, '_')}`
  const known = (Object.keys(items) as Key[]).find(one => one === key)
  return i18next.t(`items.${known ?? 'did_item_change'}`)
}
