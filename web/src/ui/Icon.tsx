import './icon.css'
import archive from 'lucide-static/icons/archive.svg?raw'
import receive from 'lucide-static/icons/arrow-down-to-line.svg?raw'
import send from 'lucide-static/icons/arrow-up-from-line.svg?raw'
import ban from 'lucide-static/icons/ban.svg?raw'
import banknote from 'lucide-static/icons/banknote.svg?raw'
import calendar from 'lucide-static/icons/calendar.svg?raw'
import chart from 'lucide-static/icons/chart-column.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import down from 'lucide-static/icons/chevron-down.svg?raw'
import left from 'lucide-static/icons/chevron-left.svg?raw'
import right from 'lucide-static/icons/chevron-right.svg?raw'
import up from 'lucide-static/icons/chevron-up.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import columns from 'lucide-static/icons/columns-3.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import more from 'lucide-static/icons/ellipsis.svg?raw'
import home from 'lucide-static/icons/house.svg?raw'
import image from 'lucide-static/icons/image.svg?raw'
import keyboard from 'lucide-static/icons/keyboard.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import unlock from 'lucide-static/icons/lock-open.svg?raw'
import box from 'lucide-static/icons/package.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import sync from 'lucide-static/icons/refresh-cw.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import settings from 'lucide-static/icons/settings.svg?raw'
import cart from 'lucide-static/icons/shopping-cart.svg?raw'
import stop from 'lucide-static/icons/square.svg?raw'
import star from 'lucide-static/icons/star.svg?raw'
import table from 'lucide-static/icons/table-2.svg?raw'
import tag from 'lucide-static/icons/tag.svg?raw'
import warning from 'lucide-static/icons/triangle-alert.svg?raw'
import truck from 'lucide-static/icons/truck.svg?raw'
import undo from 'lucide-static/icons/undo-2.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import close from 'lucide-static/icons/x.svg?raw'

/** The signs that are used; each is one file of lucide-static, so that nothing else is shipped. */
const icons = {
  archive,
  ban,
  banknote,
  box,
  calendar,
  cart,
  chart,
  check,
  clock,
  close,
  columns,
  down,
  download,
  home,
  image,
  keyboard,
  left,
  lock,
  more,
  plug,
  plus,
  receive,
  right,
  search,
  send,
  settings,
  star,
  stop,
  sync,
  table,
  tag,
  truck,
  undo,
  unlock,
  up,
  users,
  warning,
} as const
export type IconName = keyof typeof icons

/** A line sign of 16 px. It is decoration: the word stands beside it, or in the label of its button. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <span
      className="icon"
      style={{ width: size, height: size }}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a file of a pinned package, put in when built
      dangerouslySetInnerHTML={{ __html: icons[name] }}
    />
  )
}
