/** Loaded before the API, with `--import`: what it asks of the hosts of SNS is asked of the testbed at `SNS_STAND_IN`. */
export const SNS = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?=\/)/;
const standIn = process.env.SNS_STAND_IN ?? '';
const ask = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  return ask(SNS.test(address) ? address.replace(SNS, standIn) : input, init);
};
