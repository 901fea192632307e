package io.anteroom.upstream.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Undoes the compression of a body ({@code Content-Encoding}, RFC 9110, 8.4). We ask for none; what
 * stands in between may do it all the same. Stateless.
 */
public final class ContentDecoder {

  private ContentDecoder() {}

  /**
   * The body as it was before.
   *
   * @param header the value of a header by its name, or null
   * @param max how many bytes it may have: a few compressed bytes must not fill the memory
   * @throws ResponseTooLargeException where it has more
   * @throws IOException where it is none, or is compressed in a way that is not known
   */
  public static byte[] decode(UnaryOperator<String> header, byte[] body, int max)
      throws IOException {
    if (body.length == 0) {
      return body; // a response without a body may name a coding
    }
    byte[] decoded = body;
    for (String coding : lastFirst(header.apply(HttpHeaders.CONTENT_ENCODING))) {
      decoded = undo(coding, decoded, max);
    }
    return decoded;
  }

  private static List<String> lastFirst(String codings) {
    List<String> names = Arrays.asList((codings == null ? "" : codings).split(","));
    Collections.reverse(names);
    return names;
  }

  private static byte[] undo(String name, byte[] body, int max) throws IOException {
    String coding = name.strip().toLowerCase(Locale.ROOT);
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    try {
      return switch (coding) {
        case "", "identity" -> body;
        case "gzip", "x-gzip" -> all(new GZIPInputStream(in), max);
        case "deflate" -> all(new InflaterInputStream(in), max);
        default -> throw new IOException("it is compressed in a way that was not asked for");
      };
    } catch (ZipException | EOFException e) {
      throw new IOException("its compression cannot be undone", e);
    }
  }

  private static byte[] all(InputStream in, int max) throws IOException {
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw ResponseTooLargeException.alone(max);
    }
    return bytes;
  }
}
