/** The section of a page that has this heading, to the next one of its rank; empty where there is none. */
export function findSection(page: string, heading: string): string {
  return sectionsOf(page).find((section) => section.startsWith(`## ${heading}\n`)) ?? "";
}

/** The page with this section in the place of the one with its heading, or else at its end. */
export function withSection(page: string, section: string): string {
  if (section === "") return page;
  const [heading] = section.split("\n");
  const others = sectionsOf(page).filter((other) => !other.startsWith(`${heading}\n`));
  return [...others.map((other) => `${other.trimEnd()}\n`), `${section.trimEnd()}\n`].join("\n");
}

function sectionsOf(page: string): string[] {
  return page.split(/^(?=## )/m);
}
