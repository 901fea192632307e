package io.anteroom.async.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Says in the log that a header asks for a wait that cannot be read: once for each name of a
 * header, since such a service sends it with every answer. Thread-safe.
 */
final class UnreadableWaitLog {

  private static final Logger LOG = Logger.getLogger(UnreadableWaitLog.class);
  private static final int MAX_SHOWN = 80;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Notes one.
   *
   * @param name of few that are read, so that few are kept
   * @return whether a line was written
   */
  boolean note(String name, String value) {
    if (!told.add(name)) {
      return false;
    }
    String shown = value.substring(0, Math.min(MAX_SHOWN, value.length()));
    LOG.warnf(
        "%s: %s cannot be read as a time; the default wait counts, and no further one is told",
        name, shown.replaceAll("[^ -~]", "?"));
    return true;
  }
}
