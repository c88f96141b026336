export function parseDate(text) {}
