import { describe, expect, it } from 'vitest';
import { firehoseAnswerTo } from './aws-sns.firehose-answer.js';

const NOW = new Date('2030-01-01T00:00:00.000Z');
const answerTo = (requestId: string | undefined) =>
  firehoseAnswerTo({ headers: { 'x-amz-firehose-request-id': requestId } }, NOW);

describe('firehoseAnswerTo', () => {
  it('names the request it answers', () => {
    const requestId = 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f';
    expect(answerTo(requestId)).toEqual({ requestId, timestamp: NOW.getTime() });
  });

  it.each([undefined, '', '<script>', 'a'.repeat(129)])('has no answer to %s', (requestId) => {
    expect(answerTo(requestId)).toBeUndefined();
  });
});
