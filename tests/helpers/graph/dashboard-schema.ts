/**
 * CloudWatch's schema of a dashboard, for our types of widgets:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * It refuses undocumented properties, which CloudWatch ignores: they are most likely misspelt.
 */
const text = { type: "string" };
const flag = { type: "boolean" };

function object(required: string[], properties: Record<string, object>) {
  return { type: "object", required, additionalProperties: false, properties };
}

function oneOf(...values: string[]) {
  return { enum: values };
}

/** A relative time, `-P…`, or an absolute one. */
const start = {
  type: "string",
  pattern: String.raw`^(?:-P(?:\d+[DWM]|T\d+[MH])|\d{4}-\d\d-\d\dT[\d:.]+Z)$`,
};

const stat = {
  type: "string",
  pattern: String.raw`^(?:SampleCount|Average|Sum|Minimum|Maximum|p\d{1,2}(?:\.\d+)?)$`,
};

/** One, five, ten or thirty seconds, or whole minutes. */
const period = { anyOf: [{ enum: [1, 5, 10, 30] }, { type: "integer", minimum: 60, multipleOf: 60 }] };

const rendering = object([], {
  color: { type: "string", pattern: "^#[0-9a-fA-F]{6}$" },
  id: { type: "string", pattern: "^[a-z][a-zA-Z0-9_]{0,254}$" },
  label: text,
  period,
  region: text,
  stat,
  visible: flag,
  yAxis: oneOf("left", "right"),
});

const expression = object(["expression"], {
  ...rendering.properties,
  expression: { type: "string", minLength: 1, maxLength: 2048 },
});

/** Namespace and name, up to thirty dimensions with their values, and then rendering properties. */
const metric = {
  type: "array",
  minItems: 2,
  maxItems: 63,
  items: { anyOf: [rendering, { type: "string", minLength: 1, maxLength: 1024 }] },
};

const axis = object([], {
  label: text,
  min: { type: "number" },
  max: { type: "number" },
  showUnits: flag,
});

const annotation = object(["value"], {
  color: text,
  label: text,
  value: { type: "number" },
  fill: oneOf("above", "below"),
  visible: flag,
  yAxis: oneOf("left", "right"),
});

const properties = {
  text: object(["markdown"], {
    markdown: { type: "string", minLength: 1 },
    background: oneOf("transparent", "solid"),
  }),
  metric: object(["region", "metrics"], {
    annotations: object([], { horizontal: { type: "array", items: annotation } }),
    end: start,
    legend: object(["position"], { position: oneOf("right", "bottom", "hidden") }),
    liveData: flag,
    metrics: {
      type: "array",
      minItems: 1,
      maxItems: 500,
      items: { anyOf: [{ type: "array", minItems: 1, maxItems: 1, items: expression }, metric] },
    },
    period,
    region: text,
    setPeriodToTimeRange: flag,
    singleValueFullPrecision: flag,
    sparkline: flag,
    stacked: flag,
    start,
    stat,
    title: text,
    view: oneOf("timeSeries", "singleValue", "gauge", "bar", "pie", "table"),
    yAxis: object([], { left: axis, right: axis }),
  }),
  log: object(["region", "query"], {
    query: { type: "string", pattern: "^SOURCE '[^']+'(?: \\| |$)", maxLength: 10_000 },
    region: text,
    stacked: flag,
    title: text,
    view: oneOf("table", "timeSeries", "bar", "pie"),
  }),
  alarm: object(["alarms"], {
    alarms: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { type: "string", pattern: "^arn:[^:]+:cloudwatch:[^:]+:[^:]+:alarm:.+" },
    },
    sortBy: oneOf("default", "stateUpdatedTimestamp", "timestamp"),
    states: { type: "array", items: oneOf("ALARM", "INSUFFICIENT_DATA", "OK") },
    title: text,
  }),
};

const widgets = Object.entries(properties).map(([type, ofType]) =>
  object(["type", "properties"], {
    type: { const: type },
    x: { type: "integer", minimum: 0, maximum: 23 },
    y: { type: "integer", minimum: 0 },
    width: { type: "integer", minimum: 1, maximum: 24 },
    height: { type: "integer", minimum: 1, maximum: 1000 },
    properties: ofType,
  }),
);

export const dashboardSchema = object(["widgets"], {
  start,
  end: start,
  periodOverride: oneOf("auto", "inherit"),
  widgets: {
    type: "array",
    maxItems: 500,
    items: {
      type: "object",
      required: ["type"],
      discriminator: { propertyName: "type" },
      oneOf: widgets,
    },
  },
});
