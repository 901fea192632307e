package io.anteroom.api;

import java.util.Arrays;
import java.util.List;

/**
 * Tells a form that cannot be read from a disk, a store or a line of ours that fails: all of them
 * are exceptions of I/O or of arguments.
 */
final class MalformedForm {

  private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";

  /** What decodes for the parser; what reads and writes for it is not among them. */
  private static final List<String> DECODERS =
      List.of(
          "java.lang.",
          "java.util.",
          "java.nio.charset.",
          "org.jboss.resteasy.reactive.common.headers.");

  private MalformedForm() {}

  /** Whether the parser of forms gave up, or what decodes for it. */
  static boolean isMeantBy(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .map(StackTraceElement::getClassName)
        .dropWhile(name -> DECODERS.stream().anyMatch(name::startsWith))
        .findFirst()
        .filter(name -> name.startsWith(PARSER))
        .isPresent();
  }
}
