export {
  ACCESS_TOKEN_ALGORITHMS,
  ACCESS_TOKEN_TYPE,
  type AccessTokenAlgorithm,
  type AccessTokenTerms,
  type Bearer,
  bearerOf,
} from './access-token.js';
export { BearerCheck } from './bearer-check.js';
export { KeysUnavailableError, NotSignedInError } from './not-signed-in.error.js';
export { CurrentAccountId, CurrentBearer, SignedIn } from './signed-in.decorators.js';
export { SignedInGuard } from './signed-in.guard.js';
export { SignedInModule } from './signed-in.module.js';
export { type SignedInOptions, SignedInOptionsError } from './signed-in.options.js';
