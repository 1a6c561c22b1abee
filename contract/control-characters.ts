/**
 * Matches what a terminal would obey, or would show in another order: control characters, separators of lines and paragraphs, and
 * controls of the reading direction. Keys and error messages may hold any of them, since uploaders choose them.
 */
export const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
