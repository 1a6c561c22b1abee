/** AWS sets this limit. */
const longestRoleName = 64;

/** Pulumi makes names unique by `-` and seven characters. */
const randomSuffix = 8;

const longestChild = "-compressor-role";

/** The longest component name to fit into every resource's name: the role's is the tightest, buckets take 63. */
export const longestName = longestRoleName - longestChild.length - randomSuffix;
