import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_CREDENTIALS } from '../credentials.js';
import { startTestbed, type Testbed } from '../testbed.js';
import { failureOf, snsClient } from '../testing/sdk-clients.js';

const TO = '+15005550010';
const GROUP = 'sns/eu-central-1/000000000000/DirectPublishToPhoneNumber';

describe('LogsStandIn', () => {
  let testbed: Testbed;
  let nowMs = Date.UTC(2030, 0, 1);

  const client = (credentials = DEFAULT_CREDENTIALS['aws-sns']) =>
    new CloudWatchLogsClient({
      endpoint: testbed.url,
      region: 'eu-central-1',
      credentials,
      maxAttempts: 1,
      systemClockOffset: nowMs - Date.now(),
    });
  const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
    client().send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input }));
  const publish = () =>
    snsClient(testbed.url, { systemClockOffset: nowMs - Date.now() }).send(
      new PublishCommand({ PhoneNumber: TO, Message: 'hello' }),
    );

  beforeAll(async () => {
    testbed = await startTestbed({ now: () => new Date(nowMs), random: () => 0.5 });
  });
  beforeEach(async () => {
    nowMs += 1000;
    await testbed.reset();
  });
  afterAll(() => testbed.close());

  it('writes of a message what SNS writes', async () => {
    const { MessageId } = await publish();
    const { events = [] } = await filter();
    expect(events).toMatchObject([{ eventId: expect.stringMatching(/^\d{56}$/), timestamp: nowMs }]);
    expect(JSON.parse(events[0]?.message ?? '')).toEqual({
      notification: {
        messageId: MessageId,
        timestamp: new Date(nowMs).toISOString().replace('T', ' ').slice(0, -1),
      },
      delivery: {
        phoneCarrier: 'Testbed Mobile',
        mnc: 1,
        mcc: 1,
        numberOfMessageParts: 1,
        priceInUSD: 0.00645,
        destination: TO,
        smsType: 'Transactional',
        providerResponse: 'Message has been accepted by phone',
        dwellTimeMs: 120,
        dwellTimeMsUntilDeviceAck: 120,
      },
      status: 'SUCCESS',
    });
  });

  it.each([
    ['by number', { byNumber: { [TO]: 'Phone has blocked SMS' } }, 'Phone has blocked SMS'],
    ['by share', { failureShare: 0.6, failureResponse: 'Rate exceeded' }, 'Rate exceeded'],
  ])('fails messages %s, into the group of failures', async (_, change, response) => {
    testbed.deliveryLog.change(change);
    await publish();
    const { events = [] } = await filter({ logGroupName: `${GROUP}/Failure` });
    expect(events[0]?.message).toContain(response);
    expect(await failureOf(filter())).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('writes late', async () => {
    testbed.deliveryLog.change({ delayMs: 500 });
    await publish();
    expect((await filter()).events).toEqual([]);
    nowMs += 500;
    expect((await filter()).events).toHaveLength(1);
    expect((await filter({ endTime: nowMs - 1 })).events).toEqual([]);
    expect((await filter({ startTime: nowMs + 1 })).events).toEqual([]);
  });

  /** What both groups say, in order of time. */
  const told = async () => {
    const groups = [GROUP, `${GROUP}/Failure`];
    const pages = groups.map((logGroupName) => filter({ logGroupName }).catch(() => undefined));
    const events = (await Promise.all(pages)).flatMap((page) => page?.events ?? []);
    return events
      .toSorted((one, other) => (one.timestamp ?? 0) - (other.timestamp ?? 0))
      .map(({ message = '' }) => {
        const { delivery, status } = JSON.parse(message);
        return [status, delivery.providerResponse];
      });
  };

  it('loses entries', async () => {
    testbed.deliveryLog.change({ lostShare: 0.6 });
    await publish();
    expect(await told()).toEqual([]);
    expect(testbed.messages()).toHaveLength(1);
  });

  it('writes entries twice, each under an id of its own', async () => {
    testbed.deliveryLog.change({ doubledShare: 0.6 });
    await publish();
    const { events = [] } = await filter();
    const [first, second] = events;
    expect(events).toHaveLength(2);
    expect(second).toEqual({ ...first, eventId: expect.not.stringMatching(first?.eventId ?? '') });
  });

  it.each([
    ['Message has been accepted by phone', 'SUCCESS'],
    ['Phone has blocked SMS', 'FAILURE'],
  ])('tells that the carrier took a message after it said "%s"', async (response, status) => {
    testbed.deliveryLog.change({ response, reorderedShare: 0.6 });
    await publish();
    nowMs += 1;
    const carrier = ['SUCCESS', 'Message has been accepted by phone carrier'];
    expect(await told()).toEqual([[status, response], carrier]);
  });

  it.each([
    ['Message has been accepted by phone', ['FAILURE', 'Phone is currently unreachable/unavailable']],
    ['Phone has blocked SMS', ['SUCCESS', 'Message has been accepted by phone']],
  ])('says the opposite of "%s"', async (response, lie) => {
    testbed.deliveryLog.change({ response, lyingShare: 0.6 });
    await publish();
    expect(await told()).toEqual([lie]);
  });

  it('says of a number that opted out that it was reached, when it lies', async () => {
    testbed.setOptedOut('aws-sns', [TO]);
    testbed.deliveryLog.change({ lyingShare: 0.6 });
    await publish();
    expect(await told()).toEqual([['SUCCESS', 'Message has been accepted by phone']]);
    expect(testbed.messages()[0]).toMatchObject({ status: 'not-delivered' });
  });

  it('hands out pages, with empty ones between', async () => {
    testbed.deliveryLog.change({ emptyPages: 1 });
    for (let count = 0; count < 3; count += 1) await publish();
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await filter({ limit: 2, ...(nextToken !== undefined && { nextToken }) });
      sizes.push(page.events?.length ?? 0);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(sizes).toEqual([0, 2, 0, 1]);
  });

  it('allows five calls a second', async () => {
    await publish();
    for (let call = 0; call < 5; call += 1) await filter();
    expect(await failureOf(filter())).toMatchObject({ name: 'ThrottlingException' });
    nowMs += 1000;
    expect((await filter()).events).toHaveLength(1);
  });

  it.each([
    [{ logGroupName: '/aws/lambda/orders' }, 'ResourceNotFoundException'],
    [{ nextToken: 'made up' }, 'InvalidParameterException'],
    [{ startTime: 2, endTime: 1 }, 'InvalidParameterException'],
  ])('refuses %o', async (input, name) => {
    await publish();
    expect(await failureOf(filter(input))).toMatchObject({ name });
  });

  it('refuses other keys, and calls it does not know', async () => {
    const stranger = client({ accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' });
    const asked = stranger.send(new FilterLogEventsCommand({ logGroupName: GROUP }));
    expect(await failureOf(asked)).toMatchObject({ name: 'UnrecognizedClientException' });
    const other = client().send(new DescribeLogGroupsCommand({}));
    expect(await failureOf(other)).toMatchObject({ name: 'UnknownOperationException' });
  });

  it('is told over the admin API', async () => {
    const put = (body: unknown) =>
      fetch(`${testbed.url}/_testbed/aws-sns/delivery-log`, { method: 'PUT', body: JSON.stringify(body) });
    expect((await put({ failureShare: 0.25, byNumber: { [TO]: 'Rate exceeded' } })).status).toBe(204);
    expect(testbed.deliveryLog.settings).toMatchObject({ failureShare: 0.25, delayMs: 0 });
    const wrong = [
      { failureShare: 2 },
      { lostShare: -1 },
      { lyingShare: '1' },
      { delayMs: -1 },
      { byNumber: { 123: 'x' } },
      { mood: 'good' },
      null,
    ];
    for (const body of wrong) expect((await put(body)).status).toBe(400);
  });
});
