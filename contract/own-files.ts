/** Keys in the output buckets with this beginning are for files of the pipeline about its outputs. */
export const ownFiles = ".image-compression-pipeline/";
