package io.anteroom.api.body;

import io.anteroom.api.body.ByteBudget.Taken;
import java.util.function.LongFunction;

/** Memory that is taken for one body or response, until it is released. Thread-safe. */
public final class ReservedBytes {

  private final LongFunction<ByteBudget> budgets;
  private final String client;
  private ByteBudget from;
  private long bytes;
  private boolean released;

  /**
   * @param budgets the budget that so many bytes are taken from
   */
  ReservedBytes(LongFunction<ByteBudget> budgets, String client) {
    this.budgets = budgets;
    this.client = client;
  }

  /**
   * Takes more bytes, so that they are this many in total.
   *
   * @throws MemoryFullException when there are not that many; those taken before stay taken
   */
  synchronized void growTo(long total) {
    if (released || total <= bytes) {
      return;
    }
    ByteBudget to = budgets.apply(total);
    if (to == from) {
      require(to.take(client, total - bytes));
    } else {
      require(to.take(client, total));
      giveBack();
    }
    from = to;
    bytes = total;
  }

  /** Gives all bytes back. A second call does nothing. */
  public synchronized void release() {
    released = true;
    giveBack();
    bytes = 0;
  }

  private static void require(Taken taken) {
    if (taken == Taken.CLIENT_FULL) {
      throw new MemoryFullException("The bodies of this client fill what it may have in memory.");
    }
    if (taken == Taken.FULL) {
      throw new MemoryFullException("Bodies of clients fill the memory that there is for them.");
    }
  }

  private void giveBack() {
    if (from != null && bytes > 0) {
      from.giveBack(client, bytes);
    }
  }
}
