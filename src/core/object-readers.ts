/** What `.partials`, `.updates` and `.elements` are read with: loaded when one of them is looked at. */
export { elementsOf as elements } from './array-elements.ts'
export { partialsOf as partials, updatesOf as updates } from './partial-values.ts'
