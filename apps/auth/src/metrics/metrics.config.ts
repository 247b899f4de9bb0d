import { OptionalForm } from '../config/environment-rules.js';

const METRICS_TOKEN_FORM = {
  pattern: /^[\w.~+/=-]{32,512}$/,
  described: '32 to 512 characters of A-Z a-z 0-9 - . _ ~ + / =',
};

/** Settings of `/metrics`, one property an environment variable. */
export class MetricsConfig {
  /** What who asks for the metrics has to show, as a bearer token. Without it everybody may, in production nobody. */
  @OptionalForm(METRICS_TOKEN_FORM)
  METRICS_TOKEN?: string;
}
