/** Calls `send` with each number under `count`, so many of them at once; rejects as soon as one call does. */
export async function manyAtOnce(
  atOnce: number,
  count: number,
  send: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await send(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
