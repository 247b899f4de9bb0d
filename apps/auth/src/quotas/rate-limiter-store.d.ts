/** The base class of the package's stores, which it exports without a type. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import { type RateLimiterRes, RateLimiterStoreAbstract } from 'rate-limiter-flexible';

  /** What a store brings; `Row` is whatever it reads its counters as. */
  export default abstract class RateLimiterStore<Row> extends RateLimiterStoreAbstract {
    /** Adds points to a counter that has not expired, and otherwise begins it anew; `forceExpire` always does. */
    protected abstract _upsert(
      key: string,
      points: number,
      msDuration: number,
      forceExpire: boolean,
    ): Promise<Row>;

    protected abstract _get(key: string): Promise<Row | null>;

    /** Whether there was such a counter. */
    protected abstract _delete(key: string): Promise<boolean>;

    protected abstract _getRateLimiterRes(key: string, changedPoints: number, row: Row): RateLimiterRes;
  }
}
