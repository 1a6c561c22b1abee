/** Returns the page's section under this `##` heading, or an empty string. */
export function findSection(page: string, heading: string): string {
  return sectionsOf(page).find((section) => section.startsWith(`## ${heading}\n`)) ?? "";
}

/** Removes the section with the same heading, and adds this one at the end of the page. */
export function withSection(page: string, section: string): string {
  if (section === "") return page;
  const [heading] = section.split("\n");
  const others = sectionsOf(page).filter((other) => !other.startsWith(`${heading}\n`));
  return [...others.map((other) => `${other.trimEnd()}\n`), `${section.trimEnd()}\n`].join("\n");
}

function sectionsOf(page: string): string[] {
  return page.split(/^(?=## )/m);
}
