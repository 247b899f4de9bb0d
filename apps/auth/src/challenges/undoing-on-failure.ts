/** Undoes, or tells, what an act that fails leaves behind; it fails all the same. */
export async function undoingOnFailure<T>(
  act: () => Promise<T>,
  undo: (error: unknown) => Promise<void> | void,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await undo(error);
    throw error;
  }
}
