/** Round places on an axis from 0 to at least `most`, a handful of them. */
export function ticks(most: number): readonly number[] {
  const rough = (most > 0 ? most : 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough * 0.999) ?? 10 * power
  const count = Math.max(1, Math.ceil((most / step) * 0.999))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
