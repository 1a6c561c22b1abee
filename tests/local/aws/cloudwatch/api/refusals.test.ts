import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataInput,
  ListMetricsCommand,
} from "@aws-sdk/client-cloudwatch";
import test from "ava";
import { read, request } from "../../../../helpers/aws/metric-queries.ts";
import { send, sign } from "../../../../helpers/aws/raw-s3.ts";
import { startServices } from "../../../../helpers/aws/services.ts";

const metricData = (input: Partial<GetMetricDataInput>) => (client: CloudWatchClient) =>
  client.send(new GetMetricDataCommand({ ...request(read("q", "A")), ...input }));
const expression = (Expression: string) => metricData({ MetricDataQueries: [{ Id: "q", Expression }] });
const [notImplemented, badValue] = ["NotImplemented", "InvalidParameterValueException"];

const failures: [
  title: string,
  call: (client: CloudWatchClient) => Promise<unknown>,
  name: string,
  message: RegExp,
][] = [
  ["another call", (client) => client.send(new DescribeAlarmsCommand({})), notImplemented, /^DescribeAlarms/],
  [
    "a period of 90 seconds",
    metricData({ MetricDataQueries: [read("q", "A", "Sum", 90)] }),
    badValue,
    /Period.*60/,
  ],
  ["a trimmed mean", metricData({ MetricDataQueries: [read("q", "A", "tm90")] }), notImplemented, /tm90/],
  ["a search", expression("SEARCH('x', 'Sum')"), notImplemented, /SEARCH/],
  ["an expression over nothing", expression("a + 1"), badValue, /names a/],
  ["an expression over itself", expression("q + 1"), badValue, /q names itself/],
  ["an expression that is one number", expression("1 + 1"), badValue, /time series/],
  [
    "two queries of one id",
    metricData({ MetricDataQueries: [read("q", "A"), read("q", "B")] }),
    badValue,
    /q is there twice/,
  ],
  [
    "an id that begins large",
    metricData({ MetricDataQueries: [read("Q", "A")] }),
    badValue,
    /Id.*small letter/,
  ],
  [
    "no query",
    metricData({ MetricDataQueries: [] }),
    "MissingRequiredParameterException",
    /MetricDataQueries/,
  ],
  [
    "a query of nothing",
    metricData({ MetricDataQueries: [{ Id: "q" }] }),
    "InvalidParameterCombinationException",
    /q needs/,
  ],
  ["an end before the start", metricData({ EndTime: new Date(0) }), badValue, /StartTime.*before EndTime/],
  ["too many datapoints at once", metricData({ MaxDatapoints: 100_801 }), badValue, /MaxDatapoints.*100800/],
  ["a token of another request", metricData({ NextToken: "MyA=" }), "InvalidNextToken", /token/],
];

for (const [title, call, name, message] of failures) {
  test(`${title} is refused with ${name}`, async (t) => {
    const { cloudWatch } = await startServices(t);

    await t.throwsAsync(call(cloudWatch), { name, message });
  });
}

test("who may not read metrics is told so", async (t) => {
  const { strangersCloudWatch } = await startServices(t);

  const read = strangersCloudWatch.send(new ListMetricsCommand({}));

  await t.throwsAsync(read, { name: "AccessDeniedException", message: /cloudwatch:ListMetrics on \*$/ });
});

test("the older protocol is refused in its own words", async (t) => {
  const { endpoint } = await startServices(t);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const call = { method: "POST", path: "/", headers, body: "Action=ListMetrics" };

  const answer = await send(endpoint, sign(endpoint, call, { service: "monitoring" }).request);

  t.like(answer, { status: 501, code: "NotImplemented" });
});
