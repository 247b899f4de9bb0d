import type { Database } from '@standby/database';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { Chores } from '../chores.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import { KeyRing } from '../keys/key-ring.js';
import { RefreshTokens } from '../sessions/refresh-tokens.js';
import { SessionStore } from '../sessions/session.store.js';
import { SessionBearerCheck } from '../sessions/session-bearer-check.js';
import { keyPolicyOf, SessionsConfig, sessionRulesOf } from '../sessions/sessions.config.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccessTokens } from '../signing/access-tokens.js';
import { HeldKeys } from '../signing/held-keys.js';
import { KeyMaker } from '../signing/key-maker.js';
import { KeyRotation } from '../signing/key-rotation.js';
import { KeyWatch } from '../signing/key-watch.js';
import { SigningKeyStore } from '../signing/signing-key.store.js';
import { SigningKeys } from '../signing/signing-keys.js';
import type { WallClock } from '../wall-clock.js';

/** What tells one process from another. */
export interface ProcessTerms {
  readonly clock: WallClock;
  /** The current secret and those it replaced. */
  readonly secrets?: readonly [string, ...string[]];
  readonly config?: Partial<SessionsConfig>;
}

/** An account for sessions to be on. */
export async function addAccount(database: Database, id: string): Promise<void> {
  const account = {
    id,
    number_digest: `number of ${id}`,
    number_key: 'key',
    sealed_number: 'sealed',
    created_at: 0,
    last_signed_in_at: 0,
  };
  await database.insertInto('accounts').values(account).execute();
}

/** Sessions and signing keys as one process has them, put together by hand, on a connection of its own. */
export function processOn(
  database: Database,
  { clock, secrets = ['a secret of the tests'], config: changed = {} }: ProcessTerms,
) {
  const config = Object.assign(new SessionsConfig(), changed);
  const keyRing = new KeyRing(...secrets);
  const policy = keyPolicyOf(config, keyRing);
  const keyStore = new SigningKeyStore(database);
  const held = new HeldKeys(keyStore, keyRing, clock);
  const audit = { note: () => {} };
  const maker = new KeyMaker(keyStore, keyRing, policy, audit);
  const rotation = new KeyRotation(held, keyStore, maker, policy, audit, clock);
  const keys = new SigningKeys(held, rotation, clock);
  const tokens = new AccessTokens(keys, config, clock);
  const store = new SessionStore(database);
  const sessions = new SessionsService(
    database,
    store,
    new ConfirmedDevices(database, keyRing, new ChallengesConfig(), clock),
    new RefreshTokens(keyRing),
    tokens,
    sessionRulesOf(config),
    audit,
    clock,
  );
  const chores = new Chores();
  return {
    keyRing,
    keys,
    chores,
    rotation,
    watch: new KeyWatch(keys, rotation, chores),
    tokens,
    store,
    sessions,
    check: new SessionBearerCheck(tokens, store, clock),
  };
}

/** What {@link processOn} makes. */
export type ProcessOn = ReturnType<typeof processOn>;
