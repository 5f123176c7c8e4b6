import { useTranslation } from 'react-i18next'

const kinds = ['item', 'listing', 'order', 'order_line'] as const

interface About {
  readonly kind: string
  readonly theirs: string
}

/** In words what a system speaks of. What is unique per account alone is named without the account (`place`). */
export function useAbout(): (about: About, place?: string) => string {
  const { t } = useTranslation()
  return ({ kind, theirs: whole }, place = '') => {
    const theirs = place !== '' && whole.startsWith(`${place}/`) ? whole.slice(place.length + 1) : whole
    const known = kinds.find(one => one === kind)
    return known ? t(`called.about_${known}`, { theirs }) : theirs
  }
}
