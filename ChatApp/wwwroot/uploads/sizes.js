const units = ['bytes', 'KB', 'MB', 'GB'];

/** “1.2 MB”; the same as on the pages that the server draws. */
export function sizeText(bytes) {
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${unit && bytes < 10 ? Math.round(bytes * 10) / 10 : Math.round(bytes)} ${units[unit]}`;
}
