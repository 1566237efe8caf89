/**
 * What a call did, to be looked at: a table for a terminal, a page for a browser. Nothing of it is sent anywhere.
 *
 * @module
 */
export { reportPage, type ReportPageOptions } from './report-page.ts'
export { reportTable, type ReportTableOptions } from './report-table.ts'
