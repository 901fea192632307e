package io.anteroom.api.body;

/** Memory that was taken for one body or answer, until it is released. Thread-safe. */
public final class ReservedBytes {

  private final BodyMemory memory;
  private final String client;
  private ByteBudget from;
  private long bytes;
  private boolean released;

  ReservedBytes(BodyMemory memory, String client) {
    this.memory = memory;
    this.client = client;
  }

  /**
   * Takes more, so that it is this many in all.
   *
   * @throws MemoryFullException where there are no more; what was taken stays
   */
  synchronized void growTo(long total) {
    if (released || total <= bytes) {
      return;
    }
    ByteBudget to = memory.of(total);
    if (to == from) {
      BodyMemory.demand(to.take(client, total - bytes));
    } else {
      BodyMemory.demand(to.take(client, total));
      giveBack();
    }
    from = to;
    bytes = total;
  }

  /** Gives it back; once is enough. */
  public synchronized void release() {
    released = true;
    giveBack();
    bytes = 0;
  }

  private void giveBack() {
    if (from != null && bytes > 0) {
      from.giveBack(client, bytes);
    }
  }
}
