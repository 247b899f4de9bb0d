import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { SmsModule } from './sms.module.js';
import { SmsOptions } from './sms.options.js';

const ledger = new MemoryMessageLedger();

class FailoverSettings {
  get codeDeadlineMs() {
    return 5000;
  }
}

class Settings {
  readonly order = ['mock'];
  readonly mock = {};
  readonly environment = 'test';
  readonly failover = new FailoverSettings();

  get allowedCountries() {
    return ['GB'];
  }

  get fictionalNumbers(): 'refuse' | 'allow' {
    return 'refuse';
  }

  get watch(): 'off' {
    return 'off';
  }

  get messageLedger() {
    return ledger;
  }

  /** No option. */
  get isSmall() {
    return true;
  }
}

class NarrowedSettings extends Settings {
  override get allowedCountries() {
    return ['FR'];
  }
}

const EXPECTED = {
  allowedCountries: ['GB'],
  fictionalNumbers: 'refuse',
  watch: 'off',
  failover: { codeDeadlineMs: 5000, notificationDeadlineMs: 30_000 },
};

describe('parseSmsOptions, of getters', () => {
  it('reads those of a class, and of the parts it has', () => {
    const options = parseSmsOptions(new Settings());
    expect(options).toMatchObject(EXPECTED);
    expect(options.messageLedger).toBe(ledger);
    expect(options).not.toHaveProperty('isSmall');
  });

  it('reads those a class inherits, or has in their place', () => {
    expect(parseSmsOptions(new NarrowedSettings())).toMatchObject({ ...EXPECTED, allowedCountries: ['FR'] });
  });

  it('reads those of an object', () => {
    const given = {
      order: ['mock'],
      get environment(): 'test' {
        return 'test';
      },
    };
    expect(parseSmsOptions(given).environment).toBe('test');
  });

  it('refuses what they give that makes no sense', () => {
    class Odd extends Settings {
      override get allowedCountries() {
        return ['Atlantis'];
      }
    }
    expect(() => parseSmsOptions(new Odd())).toThrow('allowedCountries: ');
  });

  it.each([
    ['forRoot', SmsModule.forRoot(new Settings())],
    ['forRootAsync', SmsModule.forRootAsync({ useFactory: () => new Settings() })],
  ])('reads them when set up by %s', async (_, sms) => {
    const app = await Test.createTestingModule({ imports: [sms] }).compile();
    expect(app.get(SmsOptions)).toMatchObject(EXPECTED);
  });

  it('keeps to what a list held when it was read', () => {
    const allowedCountries = ['GB'];
    const options = parseSmsOptions({ order: ['mock'], environment: 'test', mock: {}, allowedCountries });
    allowedCountries.push('FR');
    expect(options.allowedCountries).toEqual(['GB']);
  });
});
