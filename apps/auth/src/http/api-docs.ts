import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Serves the API's description: a page at `/docs`, the OpenAPI document at `/docs/json`. */
export function serveApiDocs(app: INestApplication, title: string): void {
  const description =
    'Passwordless phone sign-in. Errors are problem details (RFC 9457): decide by `code`, show `title` and `detail`.';
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config.build()), {
    jsonDocumentUrl: 'docs/json',
  });
}
