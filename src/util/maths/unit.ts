// two or three letters that stand for a unit; longer words can be nothing else
const short =
  /^(?:mm|cm|dm|km|in|ft|yd|mi|mg|kg|lbs?|oz|ml|mL|cl|dl|sq|hrs?|min|sec|ms|am|pm|mph|kmh|kph|usd|USD|eur|EUR|cal|kWh?|MW|Hz|kHz|MHz|GHz|Pa|kPa|mol|rad|deg)$/
const shortest = /^[mghsLlVWAJNKCF]$/

/**
 * Whether the letters after a number are a unit rather than what it is multiplied with. A single letter is one only at the end, and
 * apart from the number: "5 m" and "5 m/s^2", not "5m".
 */
export function isUnit(letters: string, isApart: boolean, rest: string): boolean {
  if (letters.length > 3 || short.test(letters)) return true
  return isApart && shortest.test(letters) && /^(?:[\s^/\d.²³]|[a-z](?![a-z]))*$/i.test(rest)
}
