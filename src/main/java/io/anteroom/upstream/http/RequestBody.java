package io.anteroom.upstream.http;

import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The body of one request.
 *
 * @param length its length in bytes, known before the first byte is read
 * @param content opens the content; called once per request that is really written
 */
public record RequestBody(String contentType, long length, Supplier<Multi<Buffer>> content) {

  public static RequestBody json(byte[] document) {
    return new RequestBody(
        "application/json",
        document.length,
        () -> Multi.createFrom().item(Buffer.buffer(document)));
  }

  /** The same body, whose reading fails as soon as the condition does not hold any more. */
  public RequestBody whileTrue(BooleanSupplier condition, String otherwise) {
    return new RequestBody(
        contentType,
        length,
        () -> content.get().onItem().invoke(part -> check(condition, otherwise)));
  }

  private static void check(BooleanSupplier condition, String otherwise) {
    if (!condition.getAsBoolean()) {
      throw new IllegalStateException(otherwise);
    }
  }
}
