package io.anteroom.upload;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes a storage has that is measured now and then, so that an upload can be refused
 * before it is read. What this replica stored since counts too; what others did may lead a little
 * over the bound. Thread-safe.
 */
public final class MeasuredCapacity {

  private final long max;
  private final AtomicLong measured = new AtomicLong();
  private final AtomicLong since = new AtomicLong();

  /**
   * @param max in bytes
   */
  public MeasuredCapacity(long max) {
    this.max = max;
  }

  /** Measures it by this. What is stored meanwhile counts until the next time. */
  public Uni<Void> measure(Uni<Long> used) {
    return Uni.createFrom()
        .item(since::get)
        .chain(
            before ->
                used.invoke(
                    bytes -> {
                      measured.set(bytes);
                      since.addAndGet(-before);
                    }))
        .replaceWithVoid();
  }

  /** This replica has stored so many more bytes. */
  public void stored(long more) {
    since.addAndGet(more);
  }

  /** How many bytes the storage holds, by the last measurement and what was stored since. */
  public long used() {
    return measured.get() + since.get();
  }

  /** As {@link Spool#refuses}. */
  public Optional<String> refuses(long more) {
    return used() + more > max
        ? Optional.of(
            "The files that wait already fill the spool: it holds at most %d bytes.".formatted(max))
        : Optional.empty();
  }

  /**
   * Fails where there is no room for so many bytes more.
   *
   * @throws SpoolFullException which says why
   */
  public void demand(long more) {
    refuses(more)
        .ifPresent(
            sentence -> {
              throw new SpoolFullException(sentence);
            });
  }
}
