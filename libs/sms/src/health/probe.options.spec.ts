import { describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { SmsModuleOptions } from '../sms-module-options.js';
import { ProbeOptions } from './probe.options.js';

const probeOf = (probe?: SmsModuleOptions['probe']) =>
  parseSmsOptions({ order: ['own'], environment: 'test', probe }).probe;

describe('the option probe', () => {
  it('is on unless it is off', () => {
    expect(probeOf()).toEqual(new ProbeOptions());
    expect(probeOf('off')).toBe('off');
  });

  it('keeps the defaults of what is left out', () => {
    expect(probeOf({ intervalMs: 5000 })).toEqual(Object.assign(new ProbeOptions(), { intervalMs: 5000 }));
  });

  it('is refused out of its range, and named', () => {
    expect(() => probeOf({ intervalMs: 1 })).toThrow('probe.intervalMs');
    expect(() => probeOf({ timeoutMs: 60_001 })).toThrow('probe.timeoutMs');
  });

  it('is refused when it is neither options nor off', () => {
    const options: object = { order: ['own'], environment: 'test', probe: 'on' };
    expect(() => parseSmsOptions(Object.assign({ order: ['own'] }, options))).toThrow('probe');
  });
});
