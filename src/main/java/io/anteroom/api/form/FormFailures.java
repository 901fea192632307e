package io.anteroom.api.form;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tells a form that cannot be read from a disk or a store that fails, or a line of ours. */
public final class FormFailures {

  private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";

  private FormFailures() {}

  /** Whether the parser of forms gave up, or what decodes for it; not what writes for it. */
  public static boolean isMeantBy(Throwable failure) {
    if (failure instanceof UnsupportedEncodingException
        || failure.getCause() instanceof UnsupportedEncodingException) {
      return true;
    }
    if (failure instanceof IOException) {
      return trace(failure).limit(1).anyMatch(FormFailures::isParser);
    }
    return !(failure.getCause() instanceof IOException)
        && trace(failure).anyMatch(FormFailures::isParser);
  }

  private static Stream<String> trace(Throwable failure) {
    return Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName);
  }

  private static boolean isParser(String name) {
    return name.startsWith(PARSER);
  }
}
