import { mostWorth, savingDefaults } from "../../contract/prices.ts";
import { Effort, Format, KeptMetadata, OutputNaming } from "../../contract/settings.ts";
import { bucketName, emailAddresses, keyArn, origins, topicArns } from "./aws-formats.ts";
import { Architecture, type ImageCompressionPipelineArgs, Ingestion } from "./options.ts";
import type { Rendition, WebRendition } from "./rendition-options.ts";
import {
  amount,
  boolean,
  choice,
  fraction,
  integer,
  laterText,
  map,
  maps,
  type Rule,
  tags,
  text,
  texts,
} from "./rule-kinds.ts";

const days = [1, 36_500] as const;

/** S3's safe characters, less `*`: prefixes become part of ARNs in policies, where it is a wildcard. */
const safeCharacters = "letters, digits and ! _ . ' ( ) / -";

const prefix = text(
  /^(?!\/)[A-Za-z0-9!_.'()/-]{0,256}$/,
  `up to 256 ${safeCharacters}, and must not begin with "/"`,
  "",
);

const logRetentionPeriods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The options of one output, which each rendition may set for itself. */
const recipeRules = {
  quality: integer(1, 100, 80),
  scale: fraction(1),
  maxDimension: integer(1, 16_383, undefined),
  format: choice(Object.values(Format), Format.jpeg),
  background: text(/^#[0-9a-f]{6}$/i, 'a colour as "#rrggbb"', "#ffffff"),
  metadata: choice(Object.values(KeptMetadata), KeptMetadata.strip),
  effort: choice(Object.values(Effort), Effort.balanced),
  outputPrefix: prefix,
  outputSuffix: text(/^[A-Za-z0-9!_.'()/-]{0,256}$/, `up to 256 ${safeCharacters}`, ""),
  objectTags: tags(10),
  cacheControl: text(
    /^[!-~]([ -~]{0,254}[!-~])?$/,
    "1 to 256 printable ASCII characters without a space at either end",
    undefined,
  ),
} satisfies Record<keyof WebRendition, Rule<unknown>>;

const renditionName = text(
  /^(?!(default|web)$)[a-z][A-Za-z0-9-]{0,31}$/,
  'a lower-case letter and then letters, digits and "-", at most 32 in all, and neither "default" nor "web"',
  undefined,
);

/** The default and the rule of every option. */
export const optionRules = {
  ...recipeRules,
  renditions: maps<Rendition>(10, "renditions", {
    name: { ...renditionName, isRequired: true },
    ...recipeRules,
  }),
  web: map<WebRendition>("a map of a rendition's fields", recipeRules),
  uploadPrefix: prefix,
  uploadSuffixes: texts(50, /^[A-Za-z0-9!_.'()/-]{1,256}$/, `suffixes, each of 1 to 256 ${safeCharacters}`),
  sourceBucket: laterText(bucketName),
  manageNotifications: boolean(false),
  uploadOrigins: origins,
  ingestion: choice<Ingestion>(Object.values(Ingestion), Ingestion.direct),
  maximumConcurrency: integer(2, 1000, undefined),
  outputNaming: choice(Object.values(OutputNaming), OutputNaming.replace),
  cloudFrontAccess: boolean(false),
  mirrorDeletions: boolean(false),
  maxPixels: integer(1, 16_383 * 16_383, 100_000_000),
  maxBytes: integer(1, 5 * 1024 ** 3, 50 * 1024 ** 2),
  maxFrames: integer(1, 100_000, 500),
  memoryMiB: integer(128, 10_240, 1769),
  timeoutSeconds: integer(1, 900, 60),
  architecture: choice(Object.values(Architecture), Architecture.arm64),
  reservedConcurrency: integer(1, Number.MAX_SAFE_INTEGER, undefined),
  logRetentionDays: choice<number>(logRetentionPeriods, 30),
  archiveOriginalsAfterDays: integer(...days, undefined),
  expireOriginalsAfterDays: integer(...days, undefined),
  expireRejectedAfterDays: integer(...days, undefined),
  expireNoncurrentAfterDays: integer(...days, 30),
  alarmEmails: emailAddresses,
  alarmTopicArns: topicArns,
  transferDollarsPerGB: amount(mostWorth, savingDefaults.transferDollarsPerGB),
  viewsPerImage: amount(mostWorth, savingDefaults.viewsPerImage),
  storageDollarsPerGB: amount(mostWorth, savingDefaults.storageDollarsPerGB),
  kmsKeyArn: laterText(keyArn),
  tags: tags(50),
} satisfies Record<keyof ImageCompressionPipelineArgs, Rule<unknown>>;

export type OptionName = keyof typeof optionRules;

/** All options, each as given or else its default. */
export type Options = { [Name in OptionName]: (typeof optionRules)[Name]["fallback"] };
