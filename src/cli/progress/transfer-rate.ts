const WINDOW_MS = 5000

/** Bytes a second over the last seconds. */
export interface TransferRate {
  /** Notes how far it has come; gives the rate, or nothing while it is too early to tell. */
  note(completedBytes: number, now: number): number | undefined
}

export function transferRate(): TransferRate {
  const samples: { readonly bytes: number; readonly at: number }[] = []
  return {
    note: (bytes, at) => {
      // it began again
      if (bytes < (samples.at(-1)?.bytes ?? 0)) samples.length = 0
      samples.push({ bytes, at })
      while (samples.length > 2 && at - (samples[0]?.at ?? at) > WINDOW_MS) samples.shift()
      const [first] = samples
      if (!first || at - first.at < 250) return undefined
      return ((bytes - first.bytes) / (at - first.at)) * 1000
    },
  }
}
