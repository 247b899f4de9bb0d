import type { GuardedProvider } from '../providers/guarded-provider.js';
import type { CircuitBreaker } from '../resilience/circuit-breaker.js';

/** A circuit of a provider: its own or, with a country, the one for that. */
export interface Circuit {
  /** The same in every instance. */
  readonly name: string;
  readonly provider: GuardedProvider;
  readonly country: string | undefined;
}

/** All circuits of this instance. */
export class Circuits {
  constructor(private readonly providers: readonly GuardedProvider[]) {}

  /** `undefined` for a provider that this instance does not have. */
  find(providerName: string, country?: string): Circuit | undefined {
    const provider = this.providers.find(({ name }) => name === providerName);
    return provider && circuitOf(provider, country);
  }

  byName(name: string): Circuit | undefined {
    const [provider = '', country] = name.split(' ');
    return this.find(provider, country);
  }

  notClosed(): readonly Circuit[] {
    return this.providers.flatMap((provider) =>
      provider.breakers.notClosed().map((country) => circuitOf(provider, country)),
    );
  }

  /** Whether another provider would carry whatever this circuit is for. */
  isCarriedByAnother({ provider, country }: Circuit): boolean {
    const carries = ({ breakers }: GuardedProvider) => {
      const given = breakers.notClosed();
      return country === undefined
        ? given.length === 0
        : !given.includes(undefined) && !given.includes(country);
    };
    return this.providers.some((other) => other !== provider && carries(other));
  }
}

/** `undefined` where nothing was ever held against the country. */
export function breakerOf({ provider, country }: Circuit): CircuitBreaker | undefined {
  return provider.breakers.breakerOf(country);
}

function circuitOf(provider: GuardedProvider, country: string | undefined): Circuit {
  const name = country === undefined ? provider.name : `${provider.name} ${country}`;
  return { name, provider, country };
}
