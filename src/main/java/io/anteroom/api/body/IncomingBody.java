package io.anteroom.api.body;

import io.anteroom.api.problem.Problems;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest.ReadCallback;

/**
 * A body while it arrives. It keeps one array of the length that was said, or one that grows; what
 * is refused is counted and dropped. Used by the event loop of its request only.
 */
final class IncomingBody implements ReadCallback {

  /** Memory for a body of a length that was not said is taken in such steps, in bytes. */
  private static final int STEP = 64 * 1024;

  private final ResteasyReactiveRequestContext request;
  private final long max;
  private final UniEmitter<? super Void> done;
  private ReservedBytes held;
  private byte[] bytes = new byte[0];
  private int count;
  private long dropped;
  private RuntimeException refusal;

  /**
   * @param max how many bytes are taken at the most
   * @param done is told when the body is the request's, or why it is not
   */
  IncomingBody(ResteasyReactiveRequestContext request, long max, UniEmitter<? super Void> done) {
    this.request = request;
    this.max = max;
    this.done = done;
  }

  void holds(ReservedBytes memory, long length) {
    held = memory;
    bytes = new byte[(int) Math.min(length, max)];
  }

  /** It is not kept, and answered with this once it has been read. */
  void refuse(RuntimeException why) {
    refusal = why;
    bytes = null;
    if (held != null) {
      held.release();
    }
  }

  @Override
  public void data(ByteBuffer part) {
    if (refusal == null) {
      take(part);
    } else {
      dropped += part.remaining();
      if (dropped > max) {
        end();
      }
    }
  }

  private void take(ByteBuffer part) {
    long total = (long) count + part.remaining();
    if (total > max) {
      refuse(Problems.bodyTooLarge(max));
      end();
      return;
    }
    if (total > bytes.length) {
      grow((int) total);
      if (refusal != null) {
        return;
      }
    }
    int length = part.remaining();
    part.get(bytes, count, length);
    count += length;
  }

  /** By half as much again, or where there is not so much memory by what has come. */
  private void grow(int total) {
    long wanted = Math.max(total, bytes.length + (bytes.length / 2L / STEP + 1) * STEP);
    if (!growTo((int) Math.min(max, wanted), false)) {
      growTo(total, true);
    }
  }

  /** The former array is there until the bytes are in the new one. */
  private boolean growTo(int size, boolean orRefuse) {
    try {
      held.growTo(size);
      bytes = Arrays.copyOf(bytes, size);
      return true;
    } catch (MemoryFullException full) {
      if (orRefuse) {
        refuse(full);
      }
      return false;
    }
  }

  @Override
  public void done() {
    if (refusal == null) {
      request.setInputStream(new WholeBody(bytes, count));
      bytes = null; // the framework holds this object until the answer
      done.complete(null);
    } else {
      end();
    }
  }

  private void end() {
    done.fail(refusal);
  }

  /** Gives the array itself to whoever reads all of it: it is not there twice. */
  private static final class WholeBody extends ByteArrayInputStream {

    WholeBody(byte[] bytes, int count) {
      super(bytes, 0, count);
    }

    @Override
    public synchronized byte[] readAllBytes() {
      if (pos == 0 && count == buf.length) {
        byte[] all = buf;
        buf = new byte[0];
        count = 0;
        return all;
      }
      return super.readAllBytes();
    }
  }
}
