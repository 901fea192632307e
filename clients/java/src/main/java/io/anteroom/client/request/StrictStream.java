package io.anteroom.client.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Fails in a way that the JDK's publisher of streams tells on. It takes an {@link IOException} for
 * the end of the stream, so that a file would be cut short and nobody would know.
 */
final class StrictStream extends FilterInputStream {

  StrictStream(InputStream stream) {
    super(stream);
  }

  @Override
  public int read(byte[] bytes, int from, int length) {
    try {
      return super.read(bytes, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
