package io.anteroom.api;

import java.io.UnsupportedEncodingException;

/**
 * Tells a form that cannot be read from a disk or a store that fails: both are exceptions of I/O.
 */
final class MalformedForm {

  private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";

  private MalformedForm() {}

  /** Whether the parser of forms itself gave up, and not something that it called. */
  static boolean isMeantBy(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure instanceof UnsupportedEncodingException
        || trace.length > 0 && trace[0].getClassName().startsWith(PARSER);
  }
}
