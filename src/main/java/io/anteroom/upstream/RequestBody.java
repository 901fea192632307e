package io.anteroom.upstream;

import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;
import java.util.function.Supplier;

/**
 * The body of one request.
 *
 * @param contentType its media type, with the boundary where it is multipart
 * @param length its length in bytes, known before the first byte is read
 * @param content opens the content; called once per request that is really written
 */
public record RequestBody(String contentType, long length, Supplier<Multi<Buffer>> content) {

  /** A JSON document that is in memory already. */
  public static RequestBody json(byte[] document) {
    return new RequestBody(
        "application/json",
        document.length,
        () -> Multi.createFrom().item(Buffer.buffer(document)));
  }
}
