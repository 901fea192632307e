package io.anteroom.async.log;

import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;

/**
 * Logs lines about something, with what is known of it as fields. A line of a level that nobody
 * logs asks for no field. Thread-safe.
 */
public final class SubjectLog {

  private static final String NAME = SubjectLog.class.getName();

  private final Logger log;

  private SubjectLog(Logger log) {
    this.log = log;
  }

  public static SubjectLog of(Class<?> type) {
    return new SubjectLog(Logger.getLogger(type));
  }

  /** The same log, for lines that are about nothing in particular. */
  public Logger plain() {
    return log;
  }

  public void debugf(LogSubject about, String format, Object... values) {
    log(Level.DEBUG, about, null, format, values);
  }

  public void infof(LogSubject about, String format, Object... values) {
    log(Level.INFO, about, null, format, values);
  }

  public void warnf(LogSubject about, String format, Object... values) {
    log(Level.WARN, about, null, format, values);
  }

  /** With the stack trace of a failure that nobody foresaw. */
  public void errorf(Throwable failure, LogSubject about, String format, Object... values) {
    log(Level.ERROR, about, failure, format, values);
  }

  public void errorf(LogSubject about, String format, Object... values) {
    log(Level.ERROR, about, null, format, values);
  }

  private void log(
      Level level, LogSubject about, Throwable failure, String format, Object... values) {
    if (!log.isEnabled(level)) {
      return;
    }
    LogFields fields = new LogFields();
    about.describe(fields);
    Map<String, Object> before = new HashMap<>();
    fields.forEach((name, value) -> before.put(name, MDC.put(name, value)));
    try {
      log.logf(NAME, level, failure, format, values);
    } finally {
      before.forEach(SubjectLog::restore);
    }
  }

  private static void restore(String name, Object value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }
}
