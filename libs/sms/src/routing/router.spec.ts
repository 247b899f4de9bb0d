import { describe, expect, it } from 'vitest';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { type Candidate, Router } from './router.js';

const candidate = (name: string): Candidate => ({
  name,
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: USUAL_PACE,
  isAvailable: () => true,
  retryAfterMs: () => 0,
  send: () => Promise.reject(new Error('A router sends nothing.')),
});
const router = new Router([candidate('twilio'), candidate('aws-sns'), candidate('own')]);
const namesFor = (...avoid: string[]) => router.routeFor(avoid).candidates.map(({ name }) => name);

describe('Router', () => {
  it.each([[[]], [['unheard-of']]])(
    'keeps the configured order when there is nobody to avoid (%j)',
    (avoid) => {
      expect(namesFor(...avoid)).toEqual(['twilio', 'aws-sns', 'own']);
      expect(router.routeFor(avoid).reason).toBe('configured-order');
    },
  );

  it('asks those that carried the text before after all others, whoever carried it last at the end', () => {
    expect(namesFor('aws-sns', 'twilio')).toEqual(['own', 'aws-sns', 'twilio']);
    expect(namesFor('twilio', 'aws-sns', 'twilio')).toEqual(['own', 'aws-sns', 'twilio']);
    expect(namesFor('own', 'twilio', 'aws-sns')).toEqual(['own', 'twilio', 'aws-sns']);
  });

  it('asks last whoever carried the text last time', () => {
    expect(namesFor('twilio')).toEqual(['aws-sns', 'own', 'twilio']);
    expect(namesFor('aws-sns')).toEqual(['twilio', 'own', 'aws-sns']);
    expect(router.routeFor(['twilio']).reason).toBe('another-than-last-time');
  });

  it('does not change its order by one request', () => {
    router.routeFor(['twilio']);
    expect(namesFor()).toEqual(['twilio', 'aws-sns', 'own']);
  });

  it('keeps the only provider though it is to be avoided', () => {
    const { candidates } = new Router([candidate('twilio')]).routeFor(['twilio']);
    expect(candidates.map(({ name }) => name)).toEqual(['twilio']);
  });
});
