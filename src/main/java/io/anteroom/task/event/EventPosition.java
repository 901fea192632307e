package io.anteroom.task.event;

/**
 * A position in the event log: everything up to it has been read.
 *
 * @param xid the transaction, as decimal text, since it is an unsigned number of 64 bits
 */
public record EventPosition(String xid, long seq) {

  /** Before all events. */
  public static final EventPosition FIRST = new EventPosition("0", 0);

  public boolean isAfter(EventPosition other) {
    int order =
        Long.compareUnsigned(Long.parseUnsignedLong(xid), Long.parseUnsignedLong(other.xid));
    return order > 0 || (order == 0 && seq > other.seq);
  }
}
