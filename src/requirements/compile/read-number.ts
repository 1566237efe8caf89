import type { Found, Reader } from './sentence.ts'

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** A whole number: in digits, or in words up to a hundred. */
export const readNumber: Reader<number> = ({ tokens }, at) => {
  const first = tokens[at]
  if (first?.kind === 'number')
    return /^\d+$/.test(first.text) ? [{ value: Number(first.text), next: at + 1 }] : []
  if (first?.kind !== 'word') return []
  const second = tokens[at + 1]?.kind === 'word' ? tokens[at + 1]?.text : undefined
  const found = numberInWords(first.text, second ?? '')
  return found ? [{ ...found, next: at + found.next }] : []
}

/** `next` is how many words it takes. */
function numberInWords(first: string, second: string): Found<number> | undefined {
  const ten = (tens.indexOf(first) + 2) * 10
  if (ten >= 20) {
    const one = small.indexOf(second)
    return one > 0 && one < 10 ? { value: ten + one, next: 2 } : { value: ten, next: 1 }
  }
  const many = first === 'a' || first === 'one' ? { hundred: 100, dozen: 12 }[second] : undefined
  if (many) return { value: many, next: 2 }
  const few = small.indexOf(first)
  return few >= 0 ? { value: few, next: 1 } : undefined
}
