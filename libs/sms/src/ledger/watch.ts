/** Why a code is sent once more: a receipt says that it failed, or nothing was heard for longer than is usual. */
export type ResendCause = 'failed' | 'silent';

/** How a watch ended before the code was known to have arrived. */
export type WatchEnd =
  /** Another provider took it, or may have; its attempts have the reason `watch`. */
  | 'resent'
  /** Others were asked, and none took it. */
  | 'undeliverable'
  /** The process ended while others were asked, and none that tells has it. */
  | 'lost'
  /** It, or a message that it replaced, failed in a way after which nobody else is to be asked. */
  | 'refused'
  /** A later message carries the same code. */
  | 'replaced'
  /** Everybody on its route had it, or is not there any more. */
  | 'nobody-left'
  | 'no-budget'
  /** Codes are not sent once more any longer. */
  | 'switched-off'
  /** Its code is about to die, or its text is gone. */
  | 'too-late';

/**
 * What is done in case a code that was accepted does not arrive. Times are wall-clock ms since the epoch.
 *
 * ```
 * off ──accepted──▶ armed ──failed, or silent──▶ resending ──▶ spent
 *  ▲                  │ └──nothing can be done──────────────────▲
 *  └──arrived, used───┘
 * ```
 */
export type Watch =
  | { readonly state: 'off' }
  /** `silentAt`: from when on silence is taken for a failure; `undefined` where it says nothing. */
  | { readonly state: 'armed'; readonly silentAt: number | undefined }
  /** Others are being asked, until `settleBy`; one that is `resending` later than that lost its process. */
  | {
      readonly state: 'resending';
      readonly cause: ResendCause;
      readonly since: number;
      readonly settleBy: number;
    }
  | { readonly state: 'spent'; readonly why: WatchEnd };

/** Nothing is done, or nothing has to be any more. */
export const WATCH_OFF: Watch = { state: 'off' };

/** Whether the code may still be sent once more: until that is over, a failure is not the last word. */
export function isPending({ state }: Watch): boolean {
  return state === 'armed' || state === 'resending';
}
