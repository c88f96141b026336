export function toDate(text) {}
