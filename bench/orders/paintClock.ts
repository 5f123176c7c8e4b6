/** How long a list took from what a person did until its rows were painted. */
export interface Painted {
  /** In ms, from the click, the key or the turn of the wheel. */
  readonly ms: number
  /** Of these, from the question to its answer, read. */
  readonly answer: number
  readonly rows: number
}

/** What the page is asked before something is done in it: answers `Painted` when the rows of the answer to it are there. */
export const untilPainted = (event: string) => `window.untilPainted('${event}')`

/**
 * Runs in the page before anything else does: knows each answer of the list of orders, and when the browser has painted its rows. That
 * is after the frame that follows the one in which every row of the table that is drawn is one of the answer, in its order.
 */
export const paintClock = `(() => {
  let heard = []
  const ask = window.fetch.bind(window)
  window.fetch = async (...call) => {
    const address = String(call[0] instanceof Request ? call[0].url : call[0])
    const asked = performance.now()
    const answer = await ask(...call)
    if (!/\\/api\\/v1\\/orders\\?/.test(address) || !answer.ok) return answer
    void answer.clone().json().then(page => {
      const ids = page.items.map(item => item.id)
      heard.push({ asked, at: performance.now(), ids, follows: /[?&]after=/.test(address) })
    })
    return answer
  }
  const isShown = ({ ids, follows }) => {
    const rows = [...document.querySelectorAll('table[role=grid] tbody tr[aria-rowindex]')]
    const idOf = row => row.id.slice(-36)
    if (follows) return rows.some(row => idOf(row) === ids[0])
    if (ids.length === 0) return rows.length === 0 && document.querySelector('.row-empty') !== null
    return rows.length > 0 && rows.every(row => {
      const at = Number(row.getAttribute('aria-rowindex')) - 2
      return at >= ids.length || ids[at] === idOf(row)
    })
  }
  window.untilPainted = event => new Promise((done, fail) => {
    heard = []
    setTimeout(() => fail(new Error('no answer was painted within a minute of: ' + event)), 60_000)
    const began = happened => {
      const from = happened.timeStamp
      const look = () => {
        const one = heard.findLast(answer => answer.asked >= from)
        if (!one || !isShown(one)) return requestAnimationFrame(look)
        // A message that is sent in the callback of a frame comes after its painting.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done({ ms: performance.now() - from, answer: one.at - one.asked, rows: one.ids.length })
        requestAnimationFrame(() => port2.postMessage(0))
      }
      requestAnimationFrame(look)
    }
    window.addEventListener(event, began, { capture: true, once: true })
  })
})()`
