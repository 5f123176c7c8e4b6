const own = ["'self'"]
const none = ["'none'"]

/** What a page of ours may load and do: our own files and addresses, nothing inline, in no frame. */
export const contentPolicy = {
  defaultSrc: none,
  scriptSrc: own,
  styleSrc: own,
  fontSrc: own,
  connectSrc: own,
  imgSrc: own,
  baseUri: none,
  formAction: none,
  frameAncestors: none,
}
