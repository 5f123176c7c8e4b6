import { useTranslation } from 'react-i18next'

const kinds = ['item', 'listing', 'order', 'order_line'] as const

/** In words what a system speaks of. */
export function useAbout(): (about: { readonly kind: string; readonly theirs: string }) => string {
  const { t } = useTranslation()
  return ({ kind, theirs }) => {
    const known = kinds.find(one => one === kind)
    return known ? t(`called.about_${known}`, { theirs }) : theirs
  }
}
