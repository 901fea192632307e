package io.anteroom.api.response;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses whole answers (RFC 1952). Stateless. */
public final class Gzip {

  /** Its name in {@code Content-Encoding} and {@code Accept-Encoding}. */
  public static final String CODING = "gzip";

  /** In bytes. What fits into one packet is not faster when it is smaller. */
  public static final int MIN = 1024;

  /**
   * In bytes. To compress more than this would keep the other connections of the thread waiting.
   */
  public static final int MAX = 256 * 1024;

  private Gzip() {}

  /** The content, compressed. */
  public static byte[] of(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + MIN);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory took no more bytes", e);
    }
    return bytes.toByteArray();
  }
}
