package io.anteroom.upstream.http;

import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A {@code multipart/form-data} body (RFC 7578) with one file, which is streamed.
 *
 * <p>The encoder of the REST client reads the file on the event loop and gives no place to check
 * the use-by between the connection and the first byte; this one does neither.
 */
public final class MultipartBody {

  private static final String CRLF = "\r\n";

  private MultipartBody() {}

  /**
   * The file part of a form.
   *
   * @param content opens its content, which is read as it is asked for
   * @param size its size in bytes
   * @param name the file name to send, as the client gave it
   */
  public record FilePart(
      Supplier<Multi<Buffer>> content, long size, String name, String contentType) {}

  /** A form of these fields, then the file as the field {@code file}. */
  public static RequestBody of(Map<String, String> fields, FilePart file) {
    String boundary = "anteroom-" + UUID.randomUUID();
    byte[] before = before(boundary, fields, file).getBytes(StandardCharsets.UTF_8);
    byte[] after = (CRLF + "--" + boundary + "--" + CRLF).getBytes(StandardCharsets.UTF_8);
    return new RequestBody(
        "multipart/form-data; boundary=" + boundary,
        before.length + file.size() + after.length,
        () ->
            Multi.createBy()
                .concatenating()
                .streams(
                    after(before, exactly(file.size(), file.content().get())),
                    Multi.createFrom().item(Buffer.buffer(after))));
  }

  /**
   * The head is one part with the beginning of the file: where that cannot be read, none leaves.
   */
  private static Multi<Buffer> after(byte[] head, Multi<Buffer> content) {
    AtomicBoolean first = new AtomicBoolean(true);
    return content
        .map(part -> first.getAndSet(false) ? Buffer.buffer(head).appendBuffer(part) : part)
        .onCompletion()
        .ifEmpty()
        .continueWith(() -> List.of(Buffer.buffer(head)));
  }

  /** The length is in the head of the request already: a file of another one ends the call. */
  private static Multi<Buffer> exactly(long size, Multi<Buffer> content) {
    AtomicLong left = new AtomicLong(size);
    return content
        .onItem()
        .invoke(part -> check(left.addAndGet(-part.length()) >= 0))
        .onCompletion()
        .invoke(() -> check(left.get() == 0));
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new UncheckedIOException(new IOException("the file has another size than it had"));
    }
  }

  private static String before(String boundary, Map<String, String> fields, FilePart file) {
    String field = "--" + boundary + CRLF + "Content-Disposition: form-data; name=\"";
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) -> text.append(field + quoted(name) + '"' + CRLF + CRLF + value + CRLF));
    String fileName = "file\"; filename=\"" + quoted(file.name()) + '"' + CRLF;
    return text + field + fileName + "Content-Type: " + file.contentType() + CRLF + CRLF;
  }

  /** As browsers do it (RFC 7578, 2 and 4.2): a quote or a line break cannot end the header. */
  private static String quoted(String value) {
    return value.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
