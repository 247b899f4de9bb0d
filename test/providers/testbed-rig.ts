import type { SmsModuleOptions } from '@standby/sms';
import type { ProviderRig } from '@standby/sms/testing';
import { type FaultOrder, type ProviderName, startTestbed } from '@standby/testbed';
import { providerFromModule } from '../support/provider-from-module.js';
import { optionsForTestbed } from '../support/testbed-options.js';

interface Refusals {
  readonly token: symbol;
  /** The provider's own error for each refusal it knows. */
  readonly faults: {
    readonly 'refuses-recipient': FaultOrder;
    readonly 'opted-out': FaultOrder;
    readonly 'bad-credentials': FaultOrder;
  };
  /** Credentials in every form they cross the wire. */
  readonly secretsOf: (options: SmsModuleOptions) => readonly string[];
}

/** An adapter made by the module, speaking to a testbed of its own over loopback sockets. */
export async function testbedRig(
  name: ProviderName,
  { token, faults, secretsOf }: Refusals,
): Promise<ProviderRig> {
  const testbed = await startTestbed();
  const options = { ...optionsForTestbed(testbed), order: [name] };
  const { provider, module } = await providerFromModule(token, options);
  const turnTo = (order: FaultOrder) => async () => {
    await testbed.setFault(name, order);
  };
  return {
    provider,
    taken: () => testbed.messages({ provider: name }).map(({ to, body }) => ({ to, text: body })),
    requests: () => testbed.requests(name).received,
    conditions: {
      'refuses-recipient': turnTo(faults['refuses-recipient']),
      'opted-out': turnTo(faults['opted-out']),
      'bad-credentials': turnTo(faults['bad-credentials']),
      throttled: turnTo({ fault: 'throttled', retryAfterSeconds: 7 }),
      unreachable: turnTo({ fault: 'refused' }),
      'answers-500': turnTo({ fault: 'error-500' }),
      'answers-503': turnTo({ fault: 'error-503' }),
      'resets-after-reading': turnTo({ fault: 'reset-after-read' }),
      'never-answers': turnTo({ fault: 'hang' }),
      'accepts-then-never-answers': turnTo({ fault: 'accepted-then-hang' }),
      'html-answer': turnTo({ fault: 'html-200' }),
      'cut-short': turnTo({ fault: 'cut-short' }),
    },
    retryAfterMs: 7000,
    secrets: secretsOf(options),
    close: async () => {
      await module.close();
      await testbed.close();
    },
  };
}
