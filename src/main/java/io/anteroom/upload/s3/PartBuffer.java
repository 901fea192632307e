package io.anteroom.upload.s3;

import io.anteroom.upload.SpoolUnavailableException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The part of a file that is in memory. While it arrives slowly and other files wait, it can be
 * taken away. Used by one thread at a time, but for {@link #giveWay()} and {@link #giveBack()}.
 */
final class PartBuffer implements PartBuffers.Holder {

  private enum State {
    /** Nobody is at work with it. */
    IDLE,
    /** It is filled, stored or kept. */
    IN_USE,
    /** It went to another file. */
    TAKEN_AWAY
  }

  /** So much of each file is held without being counted, in bytes. */
  private static final int UNCOUNTED = 8 * 1024;

  private static final byte[] NOTHING = {};

  private final PartBuffers small;
  private final PartBuffers large;
  private byte[] bytes = new byte[UNCOUNTED];
  private int filled;
  private volatile long since;

  /** Where it is counted, or null; guarded by this, as its state is. */
  private PartBuffers place;

  private State state = State.IDLE;

  /**
   * @param small where it is counted while it is small, so that large files do not keep small ones
   *     out
   * @param large where it is counted from then on
   */
  PartBuffer(PartBuffers small, PartBuffers large) {
    this.small = small;
    this.large = large;
    this.since = large.now();
  }

  /**
   * From now on it is not taken away.
   *
   * @throws SpoolUnavailableException where it was
   */
  synchronized void use() {
    if (state == State.TAKEN_AWAY) {
      throw new SpoolUnavailableException("the file came too slowly while others waited", null);
    }
    state = State.IN_USE;
  }

  /** The opposite of {@link #use()}. */
  synchronized void rest() {
    state = State.IDLE;
  }

  boolean isFull() {
    return filled == large.size();
  }

  /** How many bytes it has. */
  int filled() {
    return filled;
  }

  ByteBuffer content() {
    return ByteBuffer.wrap(bytes, 0, filled);
  }

  /** Adds as many bytes as there is room for. Blocks until there is memory for them. */
  void add(ByteBuffer more) {
    int length = Math.min(more.remaining(), large.size() - filled);
    grow(filled + length);
    more.get(bytes, filled, length);
    filled += length;
  }

  private void grow(int wanted) {
    if (wanted > small.size()) {
      move(large);
    } else if (wanted > UNCOUNTED && !isCounted()) {
      move(small);
    }
    if (wanted > small.size() && bytes.length < large.size()) {
      bytes = Arrays.copyOf(bytes, large.size());
    } else if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(Math.max(wanted, 2 * bytes.length), small.size()));
    }
  }

  private void move(PartBuffers to) {
    if (!isCountedIn(to)) {
      to.take(this);
      giveBack();
      count(to);
      restart();
    }
  }

  /** The next part begins. Where other files wait, one of them gets its place. */
  void clear() {
    filled = 0;
    restart();
    if (large.areWanted()) {
      bytes = new byte[UNCOUNTED];
      giveBack();
    }
  }

  /** The time that its bytes may take begins anew. */
  void restart() {
    since = large.now();
  }

  /** It is no longer needed, although the request may go on for minutes. */
  void release() {
    bytes = NOTHING;
    giveBack();
  }

  /** It is no longer counted. */
  synchronized void giveBack() {
    if (place != null) {
      place.giveBack(this);
      place = null;
    }
  }

  private synchronized void count(PartBuffers in) {
    place = in;
  }

  private synchronized boolean isCounted() {
    return place != null;
  }

  private synchronized boolean isCountedIn(PartBuffers where) {
    return place == where;
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public synchronized boolean giveWay() {
    boolean gives = state == State.IDLE && place != null;
    if (gives) {
      state = State.TAKEN_AWAY;
      release();
    }
    return gives;
  }
}
