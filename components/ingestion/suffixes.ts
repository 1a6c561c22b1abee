/** Returns each suffix in lower and in upper case, since S3's filters are case-sensitive. */
export function suffixForms(suffixes: string[]): string[] {
  return suffixes.flatMap((suffix) => [...new Set([suffix.toLowerCase(), suffix.toUpperCase()])]);
}

/** Finds a suffix and another one it ends with, in any case. */
export function overlappingSuffixes(suffixes: string[]): [string, string] | undefined {
  for (const [index, suffix] of suffixes.entries()) {
    const end = suffixes.find(
      (other, place) => place !== index && suffix.toLowerCase().endsWith(other.toLowerCase()),
    );
    if (end !== undefined) return [suffix, end];
  }
  return undefined;
}
