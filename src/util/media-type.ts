const signatures: readonly (readonly [mediaType: string, offset: number, bytes: readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['image/bmp', 0, [0x42, 0x4d]],
]

/** What kind of picture these bytes are, by their first bytes. */
export function imageMediaType(bytes: Uint8Array): string | undefined {
  return signatures.find(([, offset, wanted]) =>
    wanted.every((byte, index) => bytes[offset + index] === byte),
  )?.[0]
}
