/** The cells of a row of a table; a bar after a backslash is part of a cell. */
export function tableCells(row: string): readonly string[] {
  const cells: string[] = []
  let cell = ''
  let isEscaped = false
  for (const character of row.trim()) {
    if (character === '|' && !isEscaped) {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
    isEscaped = character === '\\' && !isEscaped
  }
  cells.push(cell.trim())
  // the bars at both ends may be there or not
  if (cells[0] === '' && row.trim().startsWith('|')) cells.shift()
  if (cells.at(-1) === '' && cells.length > 0) cells.pop()
  return cells
}

/** `| --- | :-: |`, which makes a table of the line before it. */
export function isDelimiterRow(row: string): boolean {
  return row.includes('|') && tableCells(row).every((cell) => /^:?-+:?$/.test(cell))
}
