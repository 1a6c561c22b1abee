/** AWS's limit on the name of a role. */
const longestRoleName = 64;

/** What Pulumi adds to a name so that it is unique: `-` and seven characters. */
const randomSuffix = 8;

const longestChild = "-compressor-role";

/** How long a component's name may be so that every resource's name fits: the role's is the tightest, buckets take 63. */
export const longestName = longestRoleName - longestChild.length - randomSuffix;
