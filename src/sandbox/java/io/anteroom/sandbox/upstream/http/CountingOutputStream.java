package io.anteroom.sandbox.upstream.http;

import java.io.OutputStream;

/** Counts bytes and keeps none. Not thread-safe. */
final class CountingOutputStream extends OutputStream {

  private long count;

  /** How many were written. */
  long count() {
    return count;
  }

  @Override
  public void write(int value) {
    count++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count += length;
  }
}
