import type { Bearer } from './access-token.js';

/** Finds out who a request comes from. One is provided by whatever module checks tokens here. */
export abstract class BearerCheck {
  /**
   * Who the token of a request was given to, or `undefined` when it is not, or no longer, to be believed.
   *
   * @throws when that cannot be found out at the moment; the request is then neither let through nor refused.
   */
  abstract bearerOf(token: string): Promise<Bearer | undefined>;
}
