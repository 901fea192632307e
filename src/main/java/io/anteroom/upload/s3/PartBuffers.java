package io.anteroom.upload.s3;

import io.anteroom.upload.SpoolUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many files hold a part in memory at a time. Thread-safe.
 *
 * @param size of a part, in bytes
 */
record PartBuffers(int size, Semaphore free) {

  private static final long MAX_WAIT_SECONDS = 30;

  /**
   * Waits until one more file may hold a part.
   *
   * @throws SpoolUnavailableException after half a minute
   */
  void take() {
    try {
      if (!free.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new SpoolUnavailableException("too many files are received at a time", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolUnavailableException("interrupted", e);
    }
  }

  void giveBack() {
    free.release();
  }
}
