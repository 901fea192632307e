/**
 * The same text.
 *
 * @throws TypeError if it has half of a surrogate pair: as UTF-8 that would be another text
 */
export function wellFormed(what: string, text: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw new TypeError(`${what} has half of a surrogate pair.`);
  }
  return text;
}
