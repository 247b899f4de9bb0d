import { describe, expect, it } from 'vitest';
import { messageListPage } from './twilio.message-list.js';

describe('messageListPage', () => {
  it.each([
    ['PageSize=20', 20],
    ['PageSize=5000', 1_000],
    ['PageSize=many', 50],
    ['', 50],
  ])('holds, asked for "%s", %i messages at most', (query, size) => {
    const page = messageListPage([], new URLSearchParams(query), 'AC00000000000000000000000000000001');
    expect(page).toMatchObject({ page_size: size });
  });
});
