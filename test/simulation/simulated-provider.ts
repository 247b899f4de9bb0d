import type { OutboundMessage } from '../../libs/sms/src/message/outbound-message.js';
import type { Acceptance, SmsProvider } from '../../libs/sms/src/providers/sms-provider.js';
import { type Answer, answerOnAbort, type CallScript, errorOf, isTakenDespiteAbort } from './call-script.js';
import type { ProviderCall } from './simulated-send.js';
import type { VirtualClock } from './virtual-clock.js';

/** Who is told what a provider sees. */
export interface CallWitness {
  callBegan(provider: string, message: OutboundMessage, signal: AbortSignal): ProviderCall;
  callAnswered(call: ProviderCall, answer: Answer): void;
  callGivenUp(call: ProviderCall, answer: Answer): void;
  callAnsweredLate(call: ProviderCall): void;
}

/** The id a simulated provider gives a message. */
export function simulatedIdOf(provider: string, messageId: string): string {
  return `${provider}/${messageId}`;
}

/** A provider that goes by its script: for each call another, drawn from the regime of the moment. */
export class SimulatedProvider implements SmsProvider {
  constructor(
    readonly name: string,
    private readonly clock: VirtualClock,
    private readonly witness: CallWitness,
    private readonly scriptFor: (country: string) => CallScript,
  ) {}

  send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    const call = this.witness.callBegan(this.name, message, signal);
    const script = this.scriptFor(message.to.country);
    const { promise, resolve, reject } = Promise.withResolvers<Acceptance>();
    const tell = (answer: Answer) => {
      if (answer.kind !== 'accepted') return reject(errorOf(this.name, answer));
      resolve({ providerMessageId: simulatedIdOf(this.name, message.id) });
    };

    if (signal.aborted) {
      this.witness.callGivenUp(call, { kind: 'unavailable' });
      tell({ kind: 'unavailable' });
      return promise;
    }
    if (script.answeredAfterMs === 'at once') {
      this.#answered(call, script);
      if (script.answer.kind === 'bug') throw errorOf(this.name, script.answer);
      tell(script.answer);
      return promise;
    }
    const onAbort = () => {
      const elapsedMs = this.clock.elapsedMs() - call.beganAtMs;
      if (isTakenDespiteAbort(script, elapsedMs)) call.custody = 'taken';
      const answer = answerOnAbort(script, elapsedMs);
      this.witness.callGivenUp(call, answer ?? { kind: 'ambiguous' });
      if (answer !== undefined) tell(answer);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (script.answeredAfterMs !== 'never') {
      this.clock.after(script.answeredAfterMs, () => {
        signal.removeEventListener('abort', onAbort);
        if (call.end.state === 'under way') this.#answered(call, script);
        else if (script.onAbort === 'goes-on') this.witness.callAnsweredLate(call);
        tell(script.answer);
      });
    }
    return promise;
  }

  #answered(call: ProviderCall, { takenAfterMs, answer }: CallScript): void {
    if (takenAfterMs !== 'never') call.custody = 'taken';
    this.witness.callAnswered(call, answer);
  }
}
