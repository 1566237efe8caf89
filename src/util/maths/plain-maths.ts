/** LaTeX and typography as plain text: what only sets the type is dropped, what means the same is written in one way. */
export function plainMaths(text: string): string {
  return text
    .replace(/[¼-¾⅐-⅞]/g, (vulgar) => ` ${vulgar.normalize('NFKC').replace('\u2044', '/')}`)
    .replace(/\\(?:left|right|displaystyle|textstyle|bigg?|Bigg?|limits)(?![a-zA-Z])/g, '')
    .replace(/\\[dtc]frac(?![a-zA-Z])/g, '\\frac')
    .replace(/\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-zA-Z])|°)|°|\\degree(?![a-zA-Z])/g, ' ')
    .replace(/\\(?:text|mathrm|textbf|mathbf|textit|mbox|operatorname)\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\\(?:cdot|times|ast)(?![a-zA-Z])|[×·∙⋅]/g, '*')
    .replace(/\\div(?![a-zA-Z])|÷/g, '/')
    .replace(/\\pm(?![a-zA-Z])/g, '±')
    .replace(/\\infty(?![a-zA-Z])|\binf(?:inity)?\b/gi, '∞')
    .replace(/[−–]/g, '-')
    .replace(/\{,\}/g, ',')
    .replace(/\\[,;:! ]|\\q?quad(?![a-zA-Z])|~|\u202F|\u00A0/g, ' ')
    .replace(/\\([%#&])/g, '$1')
    .replace(/\\?[$€£¥]|\\[()[\]]/g, '')
    .replace(/(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d)/g, (number) => number.replaceAll(',', ''))
    .replace(/(?<![\d.])\d{1,3}(?: \d{3})+(?![\d.])/g, (spaced) => spaced.replaceAll(' ', ''))
    .trim()
}
