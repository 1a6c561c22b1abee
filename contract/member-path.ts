/** Names a member of a list or map in a message, as Pulumi's property paths do: `tags.team`, `tags["a.b"]`, `renditions[0]`. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === "number") return `${path}[${member}]`;
  return /^[^.[\]"]+$/.test(member) ? `${path}.${member}` : `${path}[${JSON.stringify(member)}]`;
}
