/** The suffixes that S3's filters, which tell cases apart, need for `suffixes`: all lower and all upper case. */
export function suffixForms(suffixes: string[]): string[] {
  return suffixes.flatMap((suffix) => [...new Set([suffix.toLowerCase(), suffix.toUpperCase()])]);
}

/** Two of the suffixes, the second of which ends the first, whatever their cases. */
export function overlappingSuffixes(suffixes: string[]): [string, string] | undefined {
  for (const [index, suffix] of suffixes.entries()) {
    const end = suffixes.find(
      (other, place) => place !== index && suffix.toLowerCase().endsWith(other.toLowerCase()),
    );
    if (end !== undefined) return [suffix, end];
  }
  return undefined;
}
