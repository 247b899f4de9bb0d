import { Injectable } from '@nestjs/common';

/** The routes there are, for telling "no such path" from "not that way". */
@Injectable()
export class AllowedMethods {
  readonly #routes: { readonly parts: readonly string[]; readonly methods: readonly string[] }[] = [];

  /** Notes a route by its pattern, as the router registers it. */
  add(pattern: string, methods: string | readonly string[]): void {
    // A wildcard would claim every path for its own methods.
    if (!pattern.includes('*')) this.#routes.push({ parts: pattern.split('/'), methods: [methods].flat() });
  }

  /** The methods under which the path of a URL exists, in alphabetical order; none when it does not. */
  of(url: string): string[] {
    const parts = (url.split('?', 1)[0] ?? '').split('/');
    const matching = this.#routes.filter(
      (route) =>
        route.parts.length === parts.length &&
        route.parts.every((part, index) =>
          part.startsWith(':') ? parts[index] !== '' : part === parts[index],
        ),
    );
    return [...new Set(matching.flatMap(({ methods }) => methods))].toSorted();
  }
}
