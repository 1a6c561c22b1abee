export default {
  extensions: ["ts"],
  files: ["tests/**/*.test.ts"],
  workerThreads: false,
  timeout: "2m",
  concurrency: 2,
};
